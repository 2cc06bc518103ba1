import { describe, expect, it } from '@jest/globals';
import { drawn } from './drawn.js';

describe('random bytes', () => {
  it('are as many as were asked for, across the end of a lot too', () => {
    for (let count = 1; count <= 400; count++) expect(drawn(count)).toHaveLength(count);
    expect(drawn(4_096)).toHaveLength(4_096);
  });

  it('are given to nobody twice, and what was given stays as it is', () => {
    const given = Array.from({ length: 5_000 }, () => drawn(12));
    expect(new Set(given.map((bytes) => bytes.toString('hex'))).size).toBe(5_000);
    expect(given.filter((bytes) => bytes.every((byte) => byte === 0))).toEqual([]);
  });
});
