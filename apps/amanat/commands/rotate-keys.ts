import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Rotation, type RotationJob } from '#libs/keys';
import { Refusal, systemIds } from '#libs/kernel';
import { Database } from '#libs/postgres';
import { environment, type Environment } from '#libs/process';
import { noteRotation } from '#libs/retention';
import { wrappingOf } from '../../assembly/keys/bring-up.js';
import { masterKeyOf } from '../../assembly/keys/master-key.js';
import { wrong } from '../arguments.js';
import type { Arguments, Command } from '../command.js';
import { stopSignal } from '../import/stop-signal.js';
import type { Terminal } from '../terminal.js';

export const rotateKeysCommand: Command = {
  name: 'rotate-keys',
  summary: 'wrap the keys of the key store under the present wrapping key, while the hub goes on',
  help: `amanat rotate-keys [options]

For the operator, on a machine that reaches the key store (KEYS_DATABASE_URL) and the hub's database
(DATABASE_URL), else those that \`npm start\` keeps in AMANAT_HOME, with the settings of the hub's processes:
AMANAT_WRAPPING_KEY is the new key, AMANAT_WRAPPING_KEY_ALSO the one before. First every process is
started anew with both, one after the other; then this; then AMANAT_WRAPPING_KEY_ALSO may go, and with the
old key whatever backup of the key store lies under it. It may be stopped and started at any time.

  --status               say how it stands and whether keys lie under another key, and change nothing
  --json                 the last rotation as one JSON line

Exit status: 0 all keys lie under the present key, 2 wrong arguments, 3 stopped, or a database is away,
or --status and keys lie under another key.`,
  options: { status: { type: 'boolean' }, json: { type: 'boolean' } },
  run: async (given, terminal) => {
    const settings = environment();
    const keys = await Database.connect({ url: urlOf(settings, 'keysDatabaseUrl', 'amanat_keys'), poolSize: 2 });
    try {
      const rotation = new Rotation(keys, wrappingOf(settings, masterKeyOf(settings)), systemIds);
      return given.values['status'] ? await status(rotation, given, terminal) : await work(rotation, settings, given, terminal);
    } catch (error) {
      if (!(error instanceof Refusal && ['UNAVAILABLE', 'MASTER_KEY_UNKNOWN'].includes(error.code))) throw error;
      terminal.say(`amanat rotate-keys: ${error.code}: ${error.message}`);
      return 3;
    } finally {
      await keys.close();
    }
  },
};

/** Its beginning and its end are lines of the operator's ledger. */
async function work(rotation: Rotation, settings: Environment, given: Arguments, terminal: Terminal): Promise<number> {
  const stopped = stopSignal(() => terminal.say('Stopping after the keys under way …'));
  const database = await Database.connect({ url: urlOf(settings, 'databaseUrl', 'amanat'), poolSize: 1 });
  try {
    await noteRotation(database, systemIds.next(), 'rotate-keys-begun');
    let told = 0;
    const job = await rotation.run((progress) => {
      if (Date.now() - told < EVERY) return;
      told = Date.now();
      terminal.say(inWords(progress));
    }, stopped);
    if (job.finishedAt) await noteRotation(database, job.id, 'rotate-keys-ended');
    terminal.say(inWords(job));
    if (given.values['json']) terminal.result(JSON.stringify(job));
    return job.finishedAt ? 0 : 3;
  } finally {
    await database.close();
  }
}

/** Milliseconds between two lines of progress. */
const EVERY = 2_000;

async function status(rotation: Rotation, given: Arguments, terminal: Terminal): Promise<number> {
  const [job, due] = [await rotation.latest(), await rotation.due()];
  if (given.values['json']) terminal.result(JSON.stringify(job));
  else terminal.result(job ? inWords(job) : 'Keys have not been wrapped anew so far.');
  terminal.say(due ? 'Keys lie under another wrapping key.' : 'All keys lie under the present wrapping key.');
  return due ? 3 : 0;
}

function inWords({ under, walked, wrapped, startedAt, finishedAt }: RotationJob): string {
  return `Under ${under}: ${walked} keys looked at, ${wrapped} wrapped anew; begun ${startedAt}, ${finishedAt ? `finished ${finishedAt}` : 'not finished'}.`;
}

/** @throws Refusal ARGUMENT_INVALID where there is neither a setting nor a local database */
function urlOf(settings: Environment, name: 'databaseUrl' | 'keysDatabaseUrl', local: string): string {
  const given = settings[name];
  if (given) return given;
  try {
    const { port, session } = JSON.parse(readFileSync(join(settings.home, 'postgres', 'postgres.json'), 'utf8')) as { port: number; session: string };
    return `postgres://amanat_session:${session}@127.0.0.1:${port}/${local}`;
  } catch {
    throw wrong(name === 'databaseUrl' ? 'DATABASE_URL' : 'KEYS_DATABASE_URL', 'must be given: AMANAT_HOME holds no database of its own');
  }
}
