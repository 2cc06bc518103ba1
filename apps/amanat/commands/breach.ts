import { Away } from '#libs/importing';
import { text, whole, words } from '../arguments.js';
import { breachPage, type PrintedBreach } from '../breach/page.js';
import type { Command } from '../command.js';
import { connection, CONNECTION_HELP, CONNECTION_OPTIONS } from '../connection.js';

const QUERY = `query Breach($id: ID!, $agency: ID, $number: Int) { breachDocument(id: $id, agency: $agency, number: $number) {
  breach agency name regime country number sentAt channel authority awareAt dueAt inTime delay from to nature subjectCategories subjects kinds { kind records } records contact
  consequences risk measures proposed facts effects remedy communication { decision ground at decidedAt } missing } }`;

export const breachCommand: Command = {
  name: 'breach',
  summary: 'the notification of a personal data breach, to send to the supervisory authority or to file',
  help: `amanat breach BREACH --as CLIENT [--notification N] [--agency CODE] [--html] [options]

Writes what the supervisory authority is notified of (LED art. 30(3)) to the standard output: as it was
given in notification N, or without one as it would be given now. For the data-protection officer's
client of the agency whose breach it is; the supervisor names an agency and a notification.

${CONNECTION_HELP}
  --notification N       as it was given then; a draft of what is known now where not said
  --agency CODE          for the supervisor: whose breach
  --html                 as a page to print or to send; else JSON

Exit status: 0 written, 1 refused, 2 wrong arguments, 3 the hub is away.`,
  options: { ...CONNECTION_OPTIONS, notification: { type: 'string' }, agency: { type: 'string' }, html: { type: 'boolean' } },
  run: async (given, terminal) => {
    const [id] = words(given, 'BREACH');
    const number = whole(given, 'notification', 1, 10_000) ?? null;
    const { hub } = await connection(given);
    try {
      const { data, errors } = await hub.ask(QUERY, { id, agency: text(given, 'agency') ?? null, number });
      const document = data?.['breachDocument'] as PrintedBreach | null | undefined;
      if (document) {
        terminal.result(given.values['html'] ? breachPage(document) : JSON.stringify(document, null, 2));
        return 0;
      }
      for (const { extensions, message } of errors ?? []) terminal.say(`amanat breach: ${extensions?.code ?? 'INTERNAL'}: ${message}`);
      return 1;
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      terminal.say(`amanat breach: UNAVAILABLE: The hub is away (${error.message}).`);
      return 3;
    }
  },
};
