import { describe, expect, it } from '@jest/globals';
import { HELD_OUT_SEEDS, TUNING_SEEDS } from '../seeds.js';
import { simulate } from './simulate.js';
import { ABUSE_KINDS } from './year.js';

const years = [...simulate(TUNING_SEEDS[0]!)];

describe('a simulated year of ledger', () => {
  it('is the same each time for a seed, and another for another', () => {
    const [again] = simulate(TUNING_SEEDS[0]!);
    expect(JSON.stringify(again!.lines) === JSON.stringify(years[0]!.lines)).toBe(true);
    const [other] = simulate(TUNING_SEEDS[1]!);
    expect(other!.lines.slice(0, 50)).not.toEqual(years[0]!.lines.slice(0, 50));
  });

  it('has every kind of abuse, each by an officer who works honestly beside it', () => {
    const planted = years.flatMap((year) => year.planted.map((one) => ({ ...one, all: year.lines.filter(({ officer }) => officer === one.officer).length })));
    expect(new Set(planted.map(({ kind }) => kind))).toEqual(new Set(ABUSE_KINDS));
    for (const { places, all } of planted) expect(places.size).toBeLessThan(all / 2);
  });

  it('is in order, holds pseudonyms only, and has nights, weekends, misses and days of many times the usual', () => {
    for (const { lines, agency, officerYears } of years) {
      expect(lines.every((line, place) => place === 0 || line.at >= lines[place - 1]!.at)).toBe(true);
      expect(lines.every(({ officer }) => officer === null || officer.startsWith(`${agency}-o-`))).toBe(true);
      const reads = lines.filter(({ action, officer }) => action === 'read' && officer);
      const misses = reads.filter(({ masks }) => masks.every((mask) => mask === 0)).length / reads.length;
      expect([misses > 0.01, misses < 0.15]).toEqual([true, true]);
      expect(lines.length / officerYears).toBeGreaterThan(700);
    }
  });

  it('is judged by seeds that nothing was tuned on', () => {
    expect(HELD_OUT_SEEDS.filter((seed) => TUNING_SEEDS.includes(seed))).toEqual([]);
    expect(HELD_OUT_SEEDS.length).toBeGreaterThanOrEqual(10);
  });
});
