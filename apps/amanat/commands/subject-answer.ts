import { Away } from '#libs/importing';
import { text, words } from '../arguments.js';
import type { Command } from '../command.js';
import { connection, CONNECTION_HELP, CONNECTION_OPTIONS } from '../connection.js';

const QUERY = 'query Answer($id: ID!, $agency: ID) { subjectAnswer(id: $id, agency: $agency) { json html } }';

interface Given {
  readonly json: unknown;
  readonly html: string | null;
}

export const subjectAnswerCommand: Command = {
  name: 'subject-answer',
  summary: 'the answer to a person who asked for their data, to hand over',
  help: `amanat subject-answer REQUEST --as CLIENT --officer PSEUDONYM [--agency CODE] [--html] [options]

Writes the answer to a request of a person (LED art. 12-17, GDPR art. 12-18) to the standard output,
as it was given. For an officer of a data-protection officer's client; the supervisor names an agency.

  REQUEST                the request's number
${CONNECTION_HELP}
  --officer PSEUDONYM    the officer for whom it is, by a pseudonym that only the agency can resolve
  --agency CODE          for the supervisor: whose request
  --html                 as a page to print or post; else JSON

Exit status: 0 written, 1 refused, or there is no answer yet, 2 wrong arguments, 3 the hub is away.`,
  options: { ...CONNECTION_OPTIONS, officer: { type: 'string' }, agency: { type: 'string' }, html: { type: 'boolean' } },
  run: async (given, terminal) => {
    const [id] = words(given, 'REQUEST');
    const { hub } = await connection(given);
    try {
      const { data, errors } = await hub.ask(QUERY, { id, agency: text(given, 'agency') ?? null });
      const answer = data?.['subjectAnswer'] as Given | null | undefined;
      if (answer?.html) {
        terminal.result(given.values['html'] ? answer.html : JSON.stringify(answer.json, null, 2));
        return 0;
      }
      for (const { extensions, message } of errors ?? []) terminal.say(`amanat subject-answer: ${extensions?.code ?? 'INTERNAL'}: ${message}`);
      if (answer) terminal.say('amanat subject-answer: there is no answer: it is not given yet, or it was forgotten a year after it was.');
      return 1;
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      terminal.say(`amanat subject-answer: UNAVAILABLE: The hub is away (${error.message}).`);
      return 3;
    }
  },
};
