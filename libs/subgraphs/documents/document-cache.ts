import { createHash } from 'node:crypto';
import { parse, specifiedRules, validate, visit, type DocumentNode, type GraphQLError, type GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { Refusal } from '#libs/kernel';
import type { Limits } from './limits.js';
import { brokenLimit } from './measure-document.js';
import { invalid, malformed, tooComplex, type QueryError } from './query-error.js';
import { introspects } from './schema-questions.js';

const MOST_DOCUMENTS = 1_000;
/** A document that is wrong everywhere is told so much and no more. */
const MOST_ERRORS = 10;

export interface KnownDocument {
  readonly document: DocumentNode;
  readonly introspects: boolean;
}

export type ReadDocument = KnownDocument | { readonly errors: readonly QueryError[] };

/** Lower-case hexadecimal SHA-256 of a document's text: under it the document is known, whoever asks. */
export function documentHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Documents, parsed, measured and validated once. What is kept follows from text and schema alone and
 * never from who asked, so all callers share it; what a caller may ask is looked at every time.
 */
export class DocumentCache {
  readonly #documents = new LRUCache<string, KnownDocument>({ max: MOST_DOCUMENTS });

  constructor(private readonly schema: GraphQLSchema, private readonly limits: Limits) {}

  /** @throws Refusal INTROSPECTION_NOT_ALLOWED, before the schema is asked whether the names exist */
  read(text: string, mayIntrospect = true): ReadDocument {
    const hash = documentHash(text);
    const known = this.#documents.get(hash);
    if (known) return allowed(known, mayIntrospect);
    const parsed = this.#parsed(text);
    if ('errors' in parsed) return parsed;
    allowed(parsed, mayIntrospect);
    const errors = validate(this.schema, parsed.document, specifiedRules, { maxErrors: MOST_ERRORS });
    if (errors.length > 0) return { errors: errors.slice(0, MOST_ERRORS).map(invalid) };
    this.#documents.set(hash, parsed);
    return parsed;
  }

  /** A document read before, by the hash of its text. */
  known(hash: string): DocumentNode | undefined {
    return this.#documents.get(hash)?.document;
  }

  #parsed(text: string): ReadDocument {
    try {
      const document = parse(text, { maxTokens: this.limits.tokens });
      const broken = brokenLimit(document, this.limits) ?? (hasReservedAlias(document) ? 'names: an alias uses a reserved one' : null);
      return broken === null ? { document, introspects: introspects(document) } : { errors: [tooComplex(broken)] };
    } catch (error) {
      return { errors: [malformed(error as GraphQLError)] };
    }
  }
}

function allowed(known: KnownDocument, mayIntrospect: boolean): KnownDocument {
  if (known.introspects && !mayIntrospect) {
    throw Refusal.because('INTROSPECTION_NOT_ALLOWED', 'query', 'OWASP ASVS 4.3.2', 'this client may not ask for the schema');
  }
  return known;
}

/** `__proto__` and its kin mean something to JavaScript, other names with two underscores something to GraphQL. */
function hasReservedAlias(document: DocumentNode): boolean {
  let found = false;
  visit(document, { Field: ({ alias }) => { found ||= alias?.value.startsWith('__') === true; } });
  return found;
}
