import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CursorSeal } from './cursor-seal.js';

const seal = new CursorSeal(randomBytes(32));
const positions = fc.tuple(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.bigInt({ min: 0n, max: 2n ** 63n - 1n })).map((pair) => pair.join('/'));

describe('a cursor', () => {
  it('brings its agency back to where it was, and has the same length wherever that is', () => {
    fc.assert(fc.property(positions, (position) => {
      const cursor = seal.seal('fia', 'records', position);
      expect([seal.open('fia', 'records', cursor), cursor.length]).toEqual([position, 102]);
    }));
  });

  it('is the same for the same place, so that an answer is the same from every process', () => {
    expect(seal.seal('fia', 'records', '1/2')).toBe(seal.seal('fia', 'records', '1/2'));
  });

  it('serves no other agency, no other list, and no guess', () => {
    const cursor = seal.seal('fia', 'records', '1/2');
    const changed = `${cursor.slice(0, -2)}${cursor.endsWith('AA') ? 'BB' : 'AA'}`;
    for (const [agency, list, given] of [['iom', 'records', cursor], ['fia', 'alerts', cursor], ['fia', 'records', changed], ['fia', 'records', ''], ['fia', 'records', 'x']] as const) {
      expect(() => seal.open(agency, list, given)).toThrow(expect.objectContaining({ code: 'CURSOR_INVALID' }));
    }
  });
});
