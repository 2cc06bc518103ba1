import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { READERS, readerFor } from './reading/reader.js';
import { jsonOf, tableOf } from './report/report.js';
import { say, type Services } from './services.js';
import { runTrial, type TrialOptions } from './trial.js';
import { fileOf, shortened, TRIALS } from './trials.js';

const HELP = `npm run trial -- NAME …

  ctdc               every row of the CTDC file, handed in as cases by agencies of all regimes
  ctdc-with-persons  the same joined to invented persons, so that sealed classes are exercised
  iom                the IOM's incidents, handed in by frontex
  crash              ctdc, while hub, broker and importer are killed in the middle
  all                each of these

Starts a PostgreSQL, a Kafka broker and a hub of its own in .amanat/trial, and counts every row on both sides.
The files lie in the folder AMANAT_DATA, or ../shared/data. Exit status 1 when anything is not as it should be;
what lies in that folder is then kept.

  --rows N           only the first N rows of the file
  --reader NAME      ${Object.keys(READERS).join(', ')}; the first that is installed where not said
  --importers N      agencies that hand in at once (2)      --concurrency N, --batch N   of each importer (4, 10)
  --profile          where the hub's processor time goes    --seed N   where processes are killed, for a repetition`;

const OPTIONS = {
  rows: { type: 'string' }, reader: { type: 'string' }, importers: { type: 'string' }, concurrency: { type: 'string' },
  batch: { type: 'string' }, seed: { type: 'string' }, profile: { type: 'boolean' }, compiled: { type: 'boolean' }, help: { type: 'boolean' },
} as const;

/** @returns the exit status: 1 when an equality fails, 2 for a wrong call or an absent file */
export async function main(argv: readonly string[], open: (name: string) => Promise<Services>): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  const wanted = TRIALS.filter(({ name }) => positionals.includes('all') || positionals.includes(name));
  if (values.help || wanted.length === 0) {
    say(HELP);
    return values.help ? 0 : 2;
  }
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  const options: TrialOptions = {
    reader: readerFor(values.reader), importersAtOnce: Number(values.importers ?? 2), concurrency: Number(values.concurrency ?? 4),
    batch: Number(values.batch ?? 10), profile: values.profile === true, seed,
  };
  try {
    wanted.forEach(fileOf);
  } catch (error) {
    say((error as Error).message);
    return 2;
  }
  const results: boolean[] = [];
  for (const trial of wanted) results.push(await one(shortened(trial, Number(values.rows ?? Infinity)), options, open));
  return results.every(Boolean) ? 0 : 1;
}

async function one(trial: Parameters<typeof runTrial>[0], options: TrialOptions, open: (name: string) => Promise<Services>): Promise<boolean> {
  say(`${trial.name}: ${trial.rows} rows${trial.crashes ? `, seed ${options.seed}` : ''}; starting PostgreSQL, Kafka and the hub …`);
  const services = await open(trial.name);
  let holds = false;
  try {
    const outcome = await runTrial(trial, options, services);
    process.stdout.write(`\n${tableOf(outcome)}\n\n${jsonOf(outcome, options.reader.name)}\n`);
    holds = outcome.equalities.every((equality) => equality.holds);
    return holds;
  } finally {
    await services.close();
    if (holds) rmSync(services.folder, { recursive: true, force: true });
    else say(`What is left to look at lies in ${services.folder}`);
  }
}
