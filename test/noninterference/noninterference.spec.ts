import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { enumeratedExits } from './exits/enumerated.js';
import { FrontDoor } from './hub/front-door.js';
import { toldDifference, type Difference } from './transcript/transcript.js';
import { againstOracle } from './worlds/against-oracle.js';
import { compare } from './worlds/compare.js';
import { told, type Pair } from './worlds/history.js';
import { pairs } from './worlds/pair.js';

/** `npm run test:noninterference -- --runs N --seed S` sets these; without it the number that a build can wait for. */
const RUNS = Number(process.env['NONINTERFERENCE_RUNS'] ?? 6);
const SEED = Number(process.env['NONINTERFERENCE_SEED'] ?? Date.now() % 1_000_000);
/** Besides, for so many pairs one that has a broker too, whose topics take long to make. */
const BROKER_EVERY = 6;
/** Milliseconds: on a machine that is busy fewer pairs are looked at, and their number is said. */
const PATIENCE = Number(process.env['NONINTERFERENCE_RUNS'] ?? 0) * 60_000 || 60_000;
/** Milliseconds that the command line, a process for each question, may take in two worlds on a busy machine. */
const COMMANDS = 240_000;
/** Milliseconds that a pair which was begun in time may still take. */
const LAST_PAIR = 240_000;
/** Milliseconds for which a counterexample is made smaller. */
const SHRINKING = 60_000;

let door: FrontDoor;
const account = { worlds: 0, questions: 0, leaks: 0, covered: new Set<string>(), routes: new Set<string>() };
beforeAll(async () => {
  process.env['NODE_NO_WARNINGS'] = '1';
  door = await FrontDoor.open();
});
afterAll(async () => {
  await door?.close();
  const exits = enumeratedExits([...account.routes]);
  process.stdout.write(`non-interference: ${account.worlds} worlds (seed ${SEED}), ${account.questions} questions to each pair's two worlds in all, `
    + `${exits.filter((exit) => account.covered.has(exit)).length} of ${exits.length} exits covered, ${account.leaks} leaks found\n`);
});

/** What parts the two worlds for the observer, and where it is shown more or less than it may see. */
async function look(pair: Pair, kafka: boolean, askers?: readonly string[]): Promise<{ differences: Difference[]; complaints: string[]; suspects: string[] }> {
  const complaints: string[] = [];
  const { differences, transcript } = await compare(pair, {
    door, kafka, ...(askers && { askers }),
    before: async (observed, side) => {
      for (const route of observed.hub.routes) account.routes.add(route);
      if (side === 'left') complaints.push(...await againstOracle(observed, side));
    },
  });
  account.worlds += 2;
  account.questions += transcript.heard.length;
  for (const exit of transcript.exits) account.covered.add(exit);
  const { faults } = transcript;
  const suspects = [...new Set([...differences, ...faults].map(({ asker }) => asker))];
  return { differences, complaints: [...complaints, ...faults.map(({ question }) => `the hub failed at: ${question.slice(0, 300)}`)], suspects };
}

/** Looks at as many pairs as there is time for. @throws Error with the smallest pair of worlds that are told apart */
async function search(drawn: fc.Arbitrary<Pair>, numRuns: number, kafka: boolean): Promise<void> {
  let end = Date.now() + PATIENCE;
  let suspects: readonly string[] | undefined;
  const found = await fc.check(fc.asyncProperty(drawn, async (pair) => {
    if (Date.now() > end) return;
    const { differences, complaints, suspects: gave } = await look(pair, kafka, suspects);
    if (differences.length + complaints.length === 0) return;
    // While a counterexample is made smaller, only what gave it away is asked again.
    if (!suspects) end = Math.min(end, Date.now() + SHRINKING);
    suspects = gave;
    account.leaks = Math.max(account.leaks, differences.length + complaints.length);
    throw new Error([
      ...(differences.length > 0 ? [`${differences.length} answers differ:`, ...differences.slice(0, 4).map(toldDifference)] : []),
      ...(complaints.length > 0 ? ['the oracle says otherwise:', ...complaints.slice(0, 4)] : []),
    ].join('\n'));
  }), { numRuns, seed: SEED });
  if (!found.failed) return;
  const [pair] = found.counterexample ?? [];
  throw new Error(`seed ${SEED}, after ${found.numShrinks} times smaller:\n${pair ? told(pair) : 'no pair'}\n${(found.errorInstance as Error | null)?.message ?? ''}`);
}

describe('two worlds that differ only in what an agency may not see', () => {
  it('are one to it, by every exit and to the byte, and it is shown all that it may see', () => search(pairs, RUNS, false), PATIENCE + LAST_PAIR);

  it('and so are two that have a broker', () => search(pairs, Math.ceil(RUNS / BROKER_EVERY), true), PATIENCE + LAST_PAIR + COMMANDS);

  it('and no exit of the hub was left out', () => {
    expect(account.routes.size).toBeGreaterThan(3);
    expect(enumeratedExits([...account.routes]).filter((exit) => !account.covered.has(exit))).toEqual([]);
  });
});
