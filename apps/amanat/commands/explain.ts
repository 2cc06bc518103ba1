import { Refusal } from '#libs/kernel';
import { Away } from '#libs/importing';
import { words } from '../arguments.js';
import type { Command } from '../command.js';
import { connection, CONNECTION_HELP, CONNECTION_OPTIONS } from '../connection.js';

interface ClassExplanation {
  readonly class: string;
  readonly visible: boolean;
  readonly permittedBy: readonly string[];
  readonly forbiddenBy: readonly string[];
}

const QUERY = 'query Explain($client: ID!, $record: ID!) { explanation(client: $client, record: $record) { class visible permittedBy forbiddenBy } }';

export const explainCommand: Command = {
  name: 'explain',
  summary: 'which rule shows or hides each class of a record to a client',
  help: `amanat explain CLIENT RECORD --as CLIENT [options]

Says for each class of the record whether CLIENT may see it and by which rule. The hub answers the
record's originator, a data-protection officer and the operator; to all others there is no such record.

${CONNECTION_HELP}
  --json                 one JSON line for each class

Exit status: 0 explained, 1 refused, 2 wrong arguments, 3 the hub is away.`,
  options: { ...CONNECTION_OPTIONS, json: { type: 'boolean' } },
  run: async (given, terminal) => {
    const [client, record] = words(given, 'CLIENT', 'RECORD') as [string, string];
    const { hub } = await connection(given);
    try {
      const { data, errors } = await hub.ask(QUERY, { client, record });
      const explained = data?.['explanation'] as readonly ClassExplanation[] | null | undefined;
      if (explained) {
        terminal.result(given.values['json'] ? explained.map((one) => JSON.stringify(one)).join('\n') : table(explained));
        return 0;
      }
      for (const { extensions, message } of errors ?? []) terminal.say(`amanat explain: ${extensions?.code ?? 'INTERNAL'}: ${message}`);
      if (!errors?.length) terminal.say('amanat explain: RECORD_NOT_FOUND: There is no such record, or none that you may see.');
      return 1;
    } catch (error) {
      if (error instanceof Refusal) throw error;
      if (!(error instanceof Away)) throw error;
      terminal.say(`amanat explain: UNAVAILABLE: The hub is away (${error.message}).`);
      return 3;
    }
  },
};

function table(explained: readonly ClassExplanation[]): string {
  const rows = explained.map((one) => [one.class, one.visible ? 'shown' : 'hidden', reason(one)] as const);
  const width = Math.max(5, ...rows.map(([name]) => name.length));
  return [['class', '', 'by'] as const, ...rows].map(([name, seen, by]) => `${name.padEnd(width)}  ${seen.padEnd(6)}  ${by}`.trimEnd()).join('\n');
}

function reason({ visible, permittedBy, forbiddenBy }: ClassExplanation): string {
  const permits = permittedBy.join(', ');
  if (visible) return permits;
  if (forbiddenBy.length) return `forbidden by ${forbiddenBy.join(', ')}${permits && `, though ${permits} permits it`}`;
  return permits ? `${permits} permits it, but the client itself may not see this class` : 'no rule permits it';
}
