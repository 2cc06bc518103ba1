import { Away } from '#libs/importing';
import { text } from '../../arguments.js';
import type { Command } from '../../command.js';
import { connection, CONNECTION_HELP, CONNECTION_OPTIONS } from '../../connection.js';
import { pageOf, type PrintedRegister } from '../../register/page.js';

const WORD = '{ code title }';
const QUERY = `query Register($agency: ID) { processingRegister(agency: $agency) {
  agency { code name type regime country } contact officers legalBases ${WORD}
  activities { kind purposes ${WORD} subjects data { class title sealed fields } timeLimits }
  recipients { agency { code name type regime country } thirdCountry classes byTransfer }
  rules { id effect title law classes } measures { letter control measure } profiling policy } }`;

export const registerCommand: Command = {
  name: 'register',
  summary: 'an agency\'s records of processing, to file or to begin an impact assessment with',
  help: `amanat register --as CLIENT [--agency CODE] [--html] [options]

Writes the records of processing of the client's agency (LED art. 24, GDPR art. 30) to the standard
output: what is held of whom, why, for how long, who is shown what by which rule, and the measures
that protect it. Made anew by the hub out of its schema, rule table and directory. For a
data-protection officer's client; the supervisor names an agency.

${CONNECTION_HELP}
  --agency CODE          for the supervisor: whose register
  --html                 as a page to print, which an impact assessment (LED art. 27) can begin with; else JSON

Exit status: 0 written, 1 refused, 2 wrong arguments, 3 the hub is away.`,
  options: { ...CONNECTION_OPTIONS, agency: { type: 'string' }, html: { type: 'boolean' } },
  run: async (given, terminal) => {
    const { hub } = await connection(given);
    try {
      const { data, errors } = await hub.ask(QUERY, { agency: text(given, 'agency') ?? null });
      const register = data?.['processingRegister'] as PrintedRegister | null | undefined;
      if (register) {
        terminal.result(given.values['html'] ? pageOf(register, new Date()) : JSON.stringify(register, null, 2));
        return 0;
      }
      for (const { extensions, message } of errors ?? []) terminal.say(`amanat register: ${extensions?.code ?? 'INTERNAL'}: ${message}`);
      return 1;
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      terminal.say(`amanat register: UNAVAILABLE: The hub is away (${error.message}).`);
      return 3;
    }
  },
};
