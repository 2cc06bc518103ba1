import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Stream } from '#libs/directory';
import type { Entry } from './event.js';
import { loadsOf, nameOf, sharesOf, type Load } from './load.js';

const stream = (agency: string) => ({ agency, name: 'records' }) as Stream;
const entry = (agency: string, seq: number) => ({ agency, stream: 'records', seq: String(seq) }) as Entry;
const waiting = fc.array(fc.tuple(fc.constantFrom('fia', 'iom', 'nccia', 'pta'), fc.nat(40)), { maxLength: 6 })
  .map((parts) => parts.flatMap(([agency, count]) => Array.from({ length: count }, (_, seq) => entry(agency, seq))));
const agencies = ['fia', 'iom', 'nccia', 'pta'];
const onStream = (loads: readonly Load[], of: Stream) => loads.flatMap((load) => load.filter((share) => nameOf(share.stream) === nameOf(of)).flatMap(({ entries }) => entries));

describe('what waits', () => {
  it('leaves whole and in the order of each stream, however it is cut into loads', () => {
    fc.assert(fc.property(waiting, fc.integer({ min: 1, max: 30 }), (entries, most) => {
      const loads = loadsOf(sharesOf(entries, agencies.map(stream)), most);
      for (const agency of agencies) expect(onStream(loads, stream(agency))).toEqual(entries.filter((one) => one.agency === agency));
      for (const load of loads) expect(load.reduce((sum, share) => sum + share.entries.length, 0)).toBeLessThanOrEqual(Math.max(most, load.length));
    }));
  });

  it('is in the first load for every stream, however much waits on another', () => {
    const [first] = loadsOf(sharesOf([...Array.from({ length: 100 }, (_, seq) => entry('fia', seq)), entry('iom', 1)], agencies.map(stream)), 10);
    expect(first!.map((share) => [share.stream.agency, share.entries.length])).toEqual([['fia', 5], ['iom', 1]]);
  });

  it('for a stream that is closed is let be', () => {
    expect(sharesOf([entry('fia', 1), entry('iom', 2)], [stream('iom')]).map((share) => share.stream.agency)).toEqual(['iom']);
  });
});
