import { GaveUp, Patience } from '#libs/importing';
import { dropExpired } from '#libs/audit';
import { Refusal } from '#libs/kernel';
import { environment } from '#libs/process';
import { needed, text, whole, words, wrong } from '../arguments.js';
import type { Command } from '../command.js';
import { connection, CONNECTION_HELP, CONNECTION_OPTIONS } from '../connection.js';
import type { Terminal } from '../terminal.js';
import { stopSignal } from '../import/stop-signal.js';
import { ExportFile } from '../ledger/export-file.js';
import { exportLedger } from '../ledger/export-ledger.js';
import { LedgerDoor } from '../ledger/ledger-door.js';
import { progressDisplay } from '../ledger/progress-display.js';
import { formerOf } from '../ledger/verify-file.js';

const PERIOD = /^\d{4}(?:-\d{2}){0,2}$/u;

export const ledgerCommand: Command = {
  name: 'ledger',
  summary: 'fetch an agency\'s ledger, with the proofs by which it is verified; drop what is too old',
  help: `amanat ledger export --as CLIENT --out FILE [options]
amanat ledger drop

Writes the lines of the client's agency into FILE, under the latest seal, with all that
\`amanat verify\` needs. For a data-protection officer's client; the supervisor names an agency. An
export that was stopped goes on when the same command is given again, and ends at the same seal.

${CONNECTION_HELP}
  --out FILE             where to; what is there of the same export is gone on with
  --agency CODE          for the supervisor: whose ledger
  --from PERIOD          the first period, such as 2026-10; all where not said
  --to PERIOD            the last one
  --former FILE          an earlier export: the new one proves that it continues it
  --patience SECONDS     how long to wait for a hub that is away; 60 where not said

\`drop\`, for whoever owns the database (DATABASE_OWNER_URL): drops each agency's periods but the last
AMANAT_LEDGER_KEEP_PERIODS. Their heads stay, and all later lines are verified as before.

Exit status: 0 complete, 2 wrong arguments or refused, 3 stopped or the hub is away: give the command again.`,
  options: {
    ...CONNECTION_OPTIONS, out: { type: 'string' }, agency: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' },
    former: { type: 'string' }, patience: { type: 'string' },
  },
  run: async (given, terminal) => {
    const [verb] = words(given, 'VERB');
    if (verb === 'drop') return drop(terminal);
    if (verb !== 'export') throw wrong('VERB', 'is export or drop');
    const [out, from, to] = [needed(given, 'out', 'the file to write'), period(text(given, 'from'), '--from'), period(text(given, 'to'), '--to')];
    const former = text(given, 'former');
    const { hub } = await connection(given);
    const agency = text(given, 'agency') ?? null;
    const display = progressDisplay(terminal, 'lines');
    const stopped = stopSignal(() => display.say('Stopping after the request under way …'));
    const patience = new Patience(whole(given, 'patience', 0, 86_400) ?? 60, (reason, next) =>
      display.say(`The hub is away (${reason}); trying again in ${next.toFixed(1)} s.`), stopped);
    const file = ExportFile.open(out);
    if (file.place.lines) terminal.say(`Going on after ${file.place.lines} lines of an export that was stopped.`);
    try {
      const { lines, complete } = await exportLedger(new LedgerDoor(hub, patience, agency), file, {
        agency, from, to, former: former === undefined ? null : formerOf(former), stopped, told: (done, of) => display.update(done, of),
      });
      display.end();
      terminal.say(complete ? `${lines} lines in ${out}.` : 'Not finished: the same command goes on where it was.');
      return complete ? 0 : 3;
    } catch (error) {
      display.end();
      if (!(error instanceof GaveUp)) throw error;
      terminal.say(`amanat ledger: UNAVAILABLE: The hub stayed away (${error.message}). The same command goes on where it was.`);
      return 3;
    } finally {
      file.close();
    }
  },
};

async function drop(terminal: Terminal): Promise<number> {
  const { databaseOwnerUrl, ledgerKeep } = environment();
  if (!databaseOwnerUrl) throw wrong('DATABASE_OWNER_URL', 'must be given: only the owner of the database can drop lines');
  terminal.say(`${await dropExpired(databaseOwnerUrl, ledgerKeep)} lines dropped.`);
  return 0;
}

function period(given: string | undefined, option: string): string | null {
  if (given === undefined) return null;
  if (!PERIOD.test(given)) throw Refusal.because('ARGUMENT_INVALID', option, 'amanat help ledger', `${option} takes a period such as 2026-10.`);
  return given;
}
