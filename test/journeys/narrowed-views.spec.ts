import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { caseDocument, envelope, openWorld, type World } from '../world/index.js';

let world: World;
beforeAll(async () => { world = await openWorld(); });
afterAll(() => world?.close());

interface Step {
  /** Is europol addressed, and so an investigator's view wider than the community's? */
  readonly named: boolean;
  readonly money: string;
  readonly summary: string;
}

const documentOf = ({ named, money, summary }: Step) => caseDocument({
  envelope: envelope({ tlp: 'GREEN', recipients: named ? ['europol'] : ['nccia'] }),
  summary, moneyTrails: [{ carrier: 'cash', institution: money }],
});

async function shownToEuropol(id: string): Promise<{ version: number; asOf: string }> {
  const view = await world.find.one(world.caller('europol'), 'case', id);
  return { version: view!.version, asOf: view!.asOf };
}

async function live(steps: readonly Step[]): Promise<{ version: number; asOf: string }[]> {
  const { id } = await world.submit('fia', 'case', documentOf(steps[0]!));
  const shown = [await shownToEuropol(id)];
  let version = 1;
  for (const step of steps.slice(1)) {
    ({ version } = await world.amend('fia', 'case', { id, version }, documentOf(step)));
    shown.push(await shownToEuropol(id));
  }
  return shown;
}

describe('a recipient whose view narrows', () => {
  it('is shown a higher version, never a lower one, so that a reader does not keep what was taken from it', async () => {
    const [first, second, third, narrowed, widened] = await live([
      { named: true, money: 'a', summary: 's' },
      { named: true, money: 'b', summary: 's' },
      { named: true, money: 'c', summary: 's' },
      { named: false, money: 'c', summary: 's' },
      { named: true, money: 'c', summary: 's' },
    ]);
    expect([first, second, third, narrowed, widened].map((shown) => shown!.version)).toEqual([1, 2, 3, 4, 5]);
    expect(narrowed!.asOf > third!.asOf).toBe(true);
  });

  it('never sees a version or an as-of date go back, whatever the amendments', async () => {
    const step = fc.record({ named: fc.boolean(), money: fc.constantFrom('a', 'b', 'c'), summary: fc.constantFrom('s', 't') });
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 7 }), async (steps) => {
      const shown = await live(steps);
      for (const [place, now] of shown.entries()) {
        const before = shown[place - 1];
        if (!before) continue;
        expect(now.version).toBeGreaterThanOrEqual(before.version);
        expect(now.asOf >= before.asOf).toBe(true);
      }
    }), { numRuns: 25 });
  }, 60_000);
});
