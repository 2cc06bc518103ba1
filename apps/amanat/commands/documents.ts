import { wrong } from '../arguments.js';
import type { Command } from '../command.js';

/** Documents that an agency's clients may ask by id: the operator's to register, who has the database. */
export const documentsCommand: Command = {
  name: 'documents',
  summary: 'register, list or withdraw the documents that an agency\'s clients may ask by id',
  help: `amanat documents register FILE… --agency CODE [--purpose CODE]
amanat documents list [--agency CODE]
amanat documents withdraw ID… --agency CODE

A client without the right free-form-queries asks registered documents only, by documentId. The id is
sha256: and the SHA-256 of the file, as sha256sum gives it. A document that does not fit the schema or
that may cost more than a query may is not registered. A change holds within a second.

  --agency CODE    whose document it is
  --purpose CODE   the only purpose it may be asked for; any that the client has where not said

It works on the database itself, as the operator: DATABASE_URL or DATABASE_URL_FILE says where it is;
without them the one that npm start has started (AMANAT_HOME/database-url).

Exit status: 0 done, 1 refused, 2 wrong arguments.`,
  options: { agency: { type: 'string' }, purpose: { type: 'string' } },
  run: async (given, terminal) => {
    const [verb = '', ...words] = given.positionals;
    if (!isVerb(verb)) throw wrong('VERB', `is one of ${VERBS.join(', ')}`);
    const { onDocuments } = await import('../documents/on-documents.js'); // only then: it brings the whole schema and the database
    return onDocuments(verb, { given, words, terminal });
  },
};

const VERBS = ['register', 'list', 'withdraw'] as const;

const isVerb = (word: string): word is (typeof VERBS)[number] => (VERBS as readonly string[]).includes(word);
