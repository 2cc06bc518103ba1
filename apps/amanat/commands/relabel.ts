import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Directory, directoryEntities } from '#libs/directory';
import { Refusal, systemIds } from '#libs/kernel';
import { Database } from '#libs/postgres';
import { environment } from '#libs/process';
import { Relabel, type RelabelJob } from '#libs/relabel';
import { whole, wrong } from '../arguments.js';
import type { Arguments, Command } from '../command.js';
import { stopSignal } from '../import/stop-signal.js';
import { relabelDisplay } from '../relabel/relabel-display.js';
import type { Terminal } from '../terminal.js';

export const relabelCommand: Command = {
  name: 'relabel',
  summary: 'work out again who may see the stored records, where rules or participants changed',
  help: `amanat relabel [options]

For the operator, on a machine that reaches the hub's database (DATABASE_URL, else the one that
\`npm start\` keeps in AMANAT_HOME). The worker does the same by itself; this goes on with what it has
begun, takes turns with it, and shows the progress. It may be stopped and started at any time.

  --status               say how it stands and what is due, and change nothing
  --all                  look at every record, also where nothing has changed
  --batch NUMBER         records of one transaction, 1 to 2000; their writers wait for it (1000)
  --json                 the last job as one JSON line

Exit status: 0 all audiences follow from today's rules and participants, 2 wrong arguments,
3 stopped, or the database is away.`,
  options: { status: { type: 'boolean' }, all: { type: 'boolean' }, batch: { type: 'string' }, json: { type: 'boolean' } },
  run: async (given, terminal) => {
    const database = await Database.connect({ url: databaseUrl(), poolSize: 2, entities: directoryEntities });
    const directory = await Directory.open(database);
    try {
      const relabel = new Relabel(database, directory, systemIds, { batch: whole(given, 'batch', 1, 2_000) ?? 1_000 });
      return given.values['status'] ? await status(relabel, given, terminal) : await work(relabel, given, terminal);
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'UNAVAILABLE')) throw error;
      terminal.say('amanat relabel: UNAVAILABLE: The database is away, or has the rules of another version of the hub.');
      return 3;
    } finally {
      await directory.close();
      await database.close();
    }
  },
};

async function work(relabel: Relabel, given: Arguments, terminal: Terminal): Promise<number> {
  const stopped = stopSignal(() => terminal.say('Stopping after the records under way …'));
  const display = relabelDisplay(terminal);
  const job = await relabel.run((progress) => display.update(progress), stopped, given.values['all'] === true).finally(() => display.end());
  terminal.say(job ? inWords(job) : 'Nothing to do: all audiences follow from today\'s rules and participants.');
  if (given.values['json'] && job) terminal.result(asJson(job));
  return stopped.aborted && job?.finished_at === null ? 3 : 0;
}

async function status(relabel: Relabel, given: Arguments, terminal: Terminal): Promise<number> {
  const [job, due] = [await relabel.latest(), await relabel.due()];
  if (given.values['json']) terminal.result(job ? asJson(job) : 'null');
  else terminal.result(job ? inWords(job) : 'Audiences have not been worked out again so far.');
  if (due && job?.finished_at !== null) terminal.say(`Due: ${due.reasons.join(', ')}.`);
  return 0;
}

function inWords({ reasons, walked, total, changed, announced, started_at, finished_at }: RelabelJob): string {
  const end = finished_at === null ? 'not finished' : `finished ${finished_at}`;
  return `${reasons.join(', ')}: ${walked} of ${total} records, ${changed} changed, ${announced} deliveries; begun ${started_at}, ${end}.`;
}

function asJson({ id, reasons, total, walked, changed, announced, started_at, finished_at }: RelabelJob): string {
  return JSON.stringify({ id, reasons, total, walked, changed, announced, startedAt: started_at, finishedAt: finished_at });
}

/** @throws Refusal ARGUMENT_INVALID where there is neither a setting nor a local database */
function databaseUrl(): string {
  const { databaseUrl: given, home } = environment();
  if (given) return given;
  try {
    const { port, session } = JSON.parse(readFileSync(join(home, 'postgres', 'postgres.json'), 'utf8')) as { port: number; session: string };
    return `postgres://amanat_session:${session}@127.0.0.1:${port}/amanat`;
  } catch {
    throw wrong('DATABASE_URL', 'must be given: AMANAT_HOME holds no database of its own');
  }
}
