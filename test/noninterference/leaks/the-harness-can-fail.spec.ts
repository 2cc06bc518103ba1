import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FrontDoor } from '../hub/front-door.js';
import { againstOracle } from '../worlds/against-oracle.js';
import { compare } from '../worlds/compare.js';
import type { Pair } from '../worlds/history.js';
import { CLIENTS } from '../worlds/register.js';
import { viewHistory, watcherOf } from '../worlds/view-history.js';
import { BREACHED_ELSEWHERE, BUSY_ELSEWHERE, FOUND, LEAVE_ELSEWHERE, MEMBERS_ELSEWHERE, OTHER_OFFENCE, RECALLED_ELSEWHERE } from './crafted-pairs.js';
import { SEEDED, type Seeded } from './seeded-leaks.js';

/** With `npm run test:noninterference` every asker asks about every leak; in a build those that must notice. */
const ALL = process.env['NONINTERFERENCE_RUNS'] !== undefined;

let door: FrontDoor;
const caught: string[] = [];
beforeAll(async () => { door = await FrontDoor.open(); });
afterAll(async () => {
  await door?.close();
  process.stdout.write(`seeded leaks: ${caught.length} of ${SEEDED.length} caught\n${caught.map((line) => `  ${line}\n`).join('')}`);
});

async function look(pair: Pair, leak: Partial<Seeded> = {}): Promise<string[]> {
  const complaints: string[] = [];
  const { name, askers, kafka = false } = leak;
  const { differences, transcript } = await compare(pair, {
    door, kafka, ...(name && { leak: { ...leak, name } }), ...(askers && !(ALL && !kafka) && { askers }),
    before: async (observed, side) => { if (side === 'left') complaints.push(...await againstOracle(observed, side)); },
  });
  return [...new Set([...differences.flatMap(({ exits }) => exits.slice(0, 1)), ...(complaints.length > 0 ? ['the oracle'] : []), ...(transcript.faults.length > 0 ? ['a fault of the hub'] : [])])];
}

describe('the harness can fail', () => {
  it.each([['busy elsewhere', BUSY_ELSEWHERE], ['breached elsewhere', BREACHED_ELSEWHERE], ['another offence', OTHER_OFFENCE], ['members elsewhere', MEMBERS_ELSEWHERE], ['recalled elsewhere', RECALLED_ELSEWHERE], ['a leave elsewhere', LEAVE_ELSEWHERE]] as const)('the pair "%s" differs in hidden data alone, and without a leak nothing parts it', async (_name, pair) => {
    const watcher = watcherOf(CLIENTS, pair.observer.agency);
    expect(viewHistory(pair, 'left', watcher)).toEqual(viewHistory(pair, 'right', watcher));
    expect(pair.steps.some(({ left, right }) => left !== right)).toBe(true);
    expect(await look(pair)).toEqual([]);
  }, 180_000);

  it.each(SEEDED.map((leak) => [leak.name, leak] as const))('%s', async (name, leak) => {
    const exits = await look(leak.pair, leak);
    if (exits.length > 0) caught.push(`${name.padEnd(80)} by ${exits.join(', ')}`);
    expect(exits).not.toEqual([]);
  }, 180_000);
});

describe('what the harness found in the hub stays mended', () => {
  it.each(Object.entries(FOUND))('%s', async (_name, pair) => {
    const watcher = watcherOf(CLIENTS, pair.observer.agency);
    expect(viewHistory(pair, 'left', watcher)).toEqual(viewHistory(pair, 'right', watcher));
    expect(await look(pair, { askers: ['case by id', 'alert by id', 'lists of cases', 'feed and subscriptions'] })).toEqual([]);
  }, 180_000);
});
