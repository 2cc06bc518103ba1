import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { caseDocument, envelope, openWorld, type World } from '../world/index.js';
import { founded, joined, left, relabelled, TASK_FORCE } from './stage.js';

/** What may befall a record and its readers, in any order; `look` is when the audiences are worked out again. */
type Step = 'join' | 'leave' | 'look' | 'amend openly' | 'amend secretly';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await founded(world);
});
afterAll(() => world?.close());

const documentOf = (round: number, secret: number) => caseDocument({
  envelope: envelope({ tlp: 'GREEN', recipients: [TASK_FORCE] }), summary: `Round ${round}`, moneyTrails: [{ carrier: 'cash', institution: `Bank ${secret}` }],
});
/** As its feed tells it: the version and moment of the record itself, and of each event that is no tombstone. */
async function shown(id: string): Promise<{ version: number; asOf: string } | null> {
  const view = await world.find.one(world.caller('europol'), 'case', id);
  return view && { version: view.version, asOf: view.asOf };
}

async function live(steps: readonly Step[]): Promise<NonNullable<Awaited<ReturnType<typeof shown>>>[]> {
  const { id } = await world.submit('fia', 'case', documentOf(0, 0));
  const seen = [await shown(id)];
  let version = 1;
  for (const [round, step] of steps.entries()) {
    if (step === 'join') await joined(world, 'europol');
    else if (step === 'leave') await left(world, 'europol').catch(() => undefined); // who is no member cannot leave
    else if (step === 'look') await relabelled(world);
    else {
      const document = step === 'amend openly' ? documentOf(round + 1, 0) : documentOf(0, round + 1);
      ({ version } = await world.amend('fia', 'case', { id, version }, document));
    }
    // Between a change of the register and the look that follows, the rules of today cut what the rows of yesterday show.
    if (step === 'look') seen.push(await shown(id));
  }
  await left(world, 'europol').catch(() => undefined);
  await relabelled(world);
  return [...seen, await shown(id)].filter((one) => one !== null);
}

describe('the version that a recipient is shown', () => {
  it('counts on when its view of a record that was never amended widens and narrows', async () => {
    const versions = (await live(['join', 'look', 'leave', 'look', 'join', 'look'])).map(({ version }) => version);
    expect(versions).toEqual([1, 2, 3, 4, 5]);
  });

  it('never goes back, nor does its as-of date, whatever happens to record and task force', async () => {
    const steps = fc.array(fc.constantFrom<Step>('join', 'leave', 'look', 'amend openly', 'amend secretly'), { minLength: 2, maxLength: 9 });
    await fc.assert(fc.asyncProperty(steps, async (told) => {
      const seen = await live(told);
      for (const [place, now] of seen.entries()) {
        const before = seen[place - 1];
        if (!before) continue;
        expect(now.version).toBeGreaterThanOrEqual(before.version);
        expect(now.asOf >= before.asOf).toBe(true);
      }
    }), { numRuns: 20 });
  }, 60_000);
});
