import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FrontDoor } from '../hub/front-door.js';
import { INTERVAL } from '../hub/harness-sealer.js';
import { toldDifference } from '../transcript/transcript.js';
import { compare, type Run } from '../worlds/compare.js';
import { told, type Pair } from '../worlds/history.js';
import { CLIENTS } from '../worlds/register.js';
import { viewHistory, watcherOf } from '../worlds/view-history.js';
import { SEALED_LEAKS } from './sealed-leaks.js';
import { LEDGER_BUSY_ELSEWHERE, OBSERVER_AT_REST, sealedPairs } from './sealed-pairs.js';

const RUNS = Number(process.env['NONINTERFERENCE_RUNS'] ?? 2);
const SEED = Number(process.env['NONINTERFERENCE_SEED'] ?? Date.now() % 1_000_000);
const SEALS = ['seals'];

let door: FrontDoor;
const account = { worlds: 0, questions: 0, caught: [] as string[] };
beforeAll(async () => { door = await FrontDoor.open(); });
afterAll(async () => {
  await door?.close();
  process.stdout.write(`sealed worlds: ${account.worlds} (seed ${SEED}), ${account.questions} questions to each pair's two worlds in all; `
    + `seeded leaks: ${account.caught.length} of ${SEALED_LEAKS.length} caught\n${account.caught.map((line) => `  ${line}\n`).join('')}`);
});

async function look(pair: Pair, run: Omit<Run, 'door' | 'kafka'>) {
  const { differences, transcript } = await compare(pair, { door, kafka: false, ...run });
  account.worlds += 2;
  account.questions += transcript.heard.length;
  return { differences: differences.map(toldDifference), transcript };
}

describe('two worlds whose ledgers are sealed', () => {
  it.each([['busy elsewhere', LEDGER_BUSY_ELSEWHERE], ['at rest', OBSERVER_AT_REST]] as const)('%s: they differ in hidden data alone', (_name, pair) => {
    const watcher = watcherOf(CLIENTS, pair.observer.agency);
    expect(viewHistory(pair, 'left', watcher)).toEqual(viewHistory(pair, 'right', watcher));
    expect(pair.steps.some(({ left, right }) => left !== right)).toBe(true);
  });

  it('are one to a data-protection officer who watches every interval, exports and verifies', async () => {
    const sizes: number[] = [];
    const before: Run['before'] = async ({ hub }) => void sizes.push(Number((await hub.admin.query('select from audit.place')).rowCount));
    const { differences, transcript } = await look(LEDGER_BUSY_ELSEWHERE, { sealed: 'watched', askers: ['the ledger', ...SEALS, 'the command line, of the sealed ledger'], before });
    expect(differences).toEqual([]);
    expect(sizes[1]).toBeGreaterThan(sizes[0]!);
    const verified = transcript.heard.filter(({ exits }) => exits.includes('amanat verify')).map(({ bytes }) => bytes.split('\n').slice(0, 2).join(' '));
    expect(verified).toEqual([expect.stringMatching(/^0 \{"valid":true,/u)]);
  });

  it('are one to an agency that has done nothing, and no interval is left out, nor a hash seen twice that ought to be new', async () => {
    const { differences, transcript } = await look(OBSERVER_AT_REST, { sealed: 'unwatched', askers: SEALS });
    expect(differences).toEqual([]);
    const openings = transcript.heard.filter(({ question }) => question.includes('sealOpening') && question.includes(' {} ')).flatMap(openingIn);
    expect(openings.length).toBeGreaterThan(4);
    const slots = openings.flatMap(({ slots: root, slotPath }) => [root, ...slotPath]);
    expect(new Set(slots).size).toBe(slots.length);
    for (const { slotPath } of openings) expect(slotPath).toHaveLength(8);
    for (const { tick, checkpoint } of openings) expect(Number(checkpoint.split('\n')[1])).toBe(tick - Date.parse('2026-11-01') / INTERVAL + 1);
    expect(transcript.heard.filter(({ question }) => question.startsWith('are the slots')).map(({ bytes }) => bytes)).toEqual(['not seen', 'not seen', 'not seen', 'not seen']);
  });

  it('are one to every data-protection officer, whatever others do', async () => {
    let runs = 0;
    await fc.assert(fc.asyncProperty(sealedPairs, async (pair) => {
      const { differences } = await look(pair, { sealed: runs++ % 2 === 0 ? 'watched' : 'unwatched', askers: SEALS });
      if (differences.length > 0) throw new Error([told(pair), ...differences.slice(0, 4)].join('\n'));
    }), { numRuns: RUNS, seed: SEED });
  }, 60_000 + RUNS * 10_000);
});

describe('leaks of a sealed ledger are seen', () => {
  it.each(SEALED_LEAKS.map((leak) => [leak.name, leak] as const))('%s', async (name, leak) => {
    const { differences } = await look(LEDGER_BUSY_ELSEWHERE, { sealed: leak.sealed, askers: SEALS, leak });
    if (differences.length > 0) account.caught.push(name);
    expect(differences).not.toEqual([]);
  });
});

interface Opening { readonly checkpoint: string; readonly tick: number; readonly slots: string; readonly slotPath: readonly string[] }

function openingIn({ bytes }: { bytes: string }): Opening[] {
  const { data } = JSON.parse(bytes.slice(bytes.indexOf('\n\n') + 2)) as { data?: { sealOpening?: Opening } };
  return data?.sealOpening ? [data.sealOpening] : [];
}
