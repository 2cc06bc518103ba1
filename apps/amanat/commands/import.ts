import { join } from 'node:path';
import {
  fingerprint, GaveUp, handToContract, handToHub, Patience, planImport, ProgressFile, RefusedFile, runImport, SubmissionDoor,
  type HandOver, type ImportFrame, type ImportPlan, type Tally,
} from '#libs/importing';
import { environment } from '#libs/process';
import type { Command } from '../command.js';
import { connection, connectionOrName, type Connection } from '../connection.js';
import { importDisplay, type ImportDisplay } from '../import/import-display.js';
import { IMPORT_HELP, IMPORT_OPTIONS, importOptions, type ImportOptions } from '../import/import-options.js';
import { stopSignal } from '../import/stop-signal.js';
import type { Terminal } from '../terminal.js';

export const importCommand: Command = {
  name: 'import',
  summary: 'hand the rows of a CSV, JSON or NDJSON file in as records',
  help: IMPORT_HELP,
  options: IMPORT_OPTIONS,
  run: async (given, terminal) => {
    const options = await importOptions(given);
    const connected = options.dryRun ? await connectionOrName(given) : await connection(given);
    const plan = await planImport(options.request);
    return importRows({ options, connected, plan, terminal });
  },
};

interface Work {
  readonly options: ImportOptions;
  readonly connected: Connection;
  readonly plan: ImportPlan;
  readonly terminal: Terminal;
}

async function importRows({ options, connected, plan, terminal }: Work): Promise<number> {
  const { access, reason } = connected;
  const mark = fingerprint(plan, { client: access.client, url: options.dryRun ? 'dry-run' : access.graphqlUrl });
  const progress = ProgressFile.open(join(environment().home, 'imports', `${mark}.json`), new Date(), plan.fromRow);
  const refused = RefusedFile.open(options.refusedFile, progress.refusedBytes);
  const before = progress.tally.rows;
  if (before) terminal.say(`Going on after ${before} rows of an import that was stopped.`);
  const display = importDisplay(terminal, plan.rows, before);
  const stopped = stopSignal(() => display.say('Stopping after the requests under way …'));
  const frame: ImportFrame = { today: progress.today, agency: access.agency, client: access.client, ...reason };
  const handOver = handing(options, connected, display, stopped);
  const started = Date.now();
  const failure = await runImport({
    plan, frame, progress, refused, stopped, concurrency: options.concurrency, batch: options.batch,
    onRow: () => display.update(progress.tally),
  }, handOver).then(() => undefined, (error: unknown) => ({ error }));
  refused.close();
  display.end(progress.tally);
  const complete = !failure && progress.tally.rows === plan.rows;
  if (complete) progress.remove();
  tell(terminal, options, progress.tally, { seconds: (Date.now() - started) / 1000, complete, dryRun: options.dryRun });
  if (failure && !(failure.error instanceof GaveUp)) throw failure.error;
  if (failure) terminal.say(`amanat import: UNAVAILABLE: The hub stayed away (${(failure.error as Error).message}).`);
  if (!complete) terminal.say('Not finished: the same command goes on where it was.');
  return complete ? (progress.tally.refused > 0 ? 1 : 0) : 3;
}

function handing(options: ImportOptions, { hub }: Connection, display: ImportDisplay, stopped: AbortSignal): HandOver {
  const { kind } = options.request;
  if (options.dryRun) return handToContract(kind, new Date());
  const patience = new Patience(options.patience, (reason, next, left) =>
    display.say(`The hub is away (${reason}); trying again in ${next.toFixed(1)} s, for ${Math.ceil(left)} s more.`), stopped);
  return handToHub(new SubmissionDoor(hub, kind), patience);
}

function tell(terminal: Terminal, options: ImportOptions, tally: Tally, end: { seconds: number; complete: boolean; dryRun: boolean }): void {
  const { rows, accepted, duplicates, refused } = tally;
  const seconds = Number(end.seconds.toFixed(3));
  terminal.say(`${rows} rows = ${accepted} accepted + ${duplicates} duplicates + ${refused} refused, in ${seconds.toFixed(1)} s${end.dryRun ? ' (nothing was sent)' : ''}.`);
  if (refused) terminal.say(`The refused rows and their reasons: ${options.refusedFile}`);
  if (options.json) terminal.result(JSON.stringify({ rows, accepted, duplicates, refused, seconds }));
}
