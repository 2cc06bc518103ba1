import { describe, expect, it } from '@jest/globals';
import type { Finding, WatchedLine } from './line.js';
import { KeptMemories } from './kept-memories.js';
import { observe } from './observe.js';
import { RULES } from './rules.js';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 5, 9);

/** A ledger that is written line by line; what is found is collected. */
class Ledger {
  readonly found: Finding[] = [];
  readonly memories = new KeptMemories();
  #index = 0;

  write(officer: string | null, day: number, line: Partial<WatchedLine>): void {
    const records = line.records ?? ['r-1'];
    const whole = { officer, action: 'read', records, masks: records.map(() => 1), caseReference: 'FIR-1/2026', at: START + day * DAY + this.#index, place: `2026/${this.#index++}`, ...line };
    this.found.push(...observe(whole, this.memories));
  }

  /** Two colleagues, each with a case and its records, and weeks of nothing but their own work. */
  static afterWeeks(days = 60): Ledger {
    const ledger = new Ledger();
    for (let day = 0; day < days; day++) {
      for (const [officer, reference] of [['anna', 'FIR-1/2026'], ['bilal', 'FIR-2/2026']] as const) {
        const own = Array.from({ length: 30 }, (_, place) => `${officer}-${place}`);
        for (const id of own.slice(0, 3)) ledger.write(officer, day, { action: 'amend', records: [id], caseReference: reference });
        for (const id of own) ledger.write(officer, day, { records: [id], caseReference: reference });
      }
    }
    return ledger;
  }
}

const rules = ({ found }: Ledger) => found.map(({ officer, rule }) => [officer, rule]);

describe('odd look-ups', () => {
  it('are none in one\'s own case, however many, nor in a case that one begins to work on', () => {
    const ledger = Ledger.afterWeeks();
    ledger.write('bilal', 61, { action: 'amend', records: ['anna-0'], caseReference: 'FIR-1/2026' });
    for (let place = 0; place < 30; place++) ledger.write('bilal', 61, { records: [`anna-${place}`] });
    expect(rules(ledger)).toEqual([]);
  });

  it('are many records of others\' cases in one day, told once, in words, with the lines', () => {
    const ledger = Ledger.afterWeeks();
    for (let place = 0; place < 25; place++) ledger.write('bilal', 61, { records: [`anna-${place}`], caseReference: 'FIR-2/2026' });
    expect(rules(ledger)).toEqual([['bilal', RULES.many.id]]);
    expect(ledger.found[0]!.reason).toBe('14 records of others\' cases in one day; on nine of ten days it is at most 0.');
    expect(ledger.found[0]!.places).toHaveLength(14);
  });

  it('are records of one case of others on nine days, but not on eight, under one\'s own reference', () => {
    const ledger = Ledger.afterWeeks();
    for (let day = 61; day < 69; day++) ledger.write('bilal', day, { records: ['anna-3'], caseReference: 'FIR-2/2026' });
    expect(rules(ledger)).toEqual([]);
    ledger.write('bilal', 70, { records: ['anna-3'], caseReference: 'FIR-2/2026' });
    expect(rules(ledger)).toEqual([['bilal', RULES.again.id]]);
  });

  it('are records that are not shown, three in a row on four days; a miss now and then is none', () => {
    const ledger = Ledger.afterWeeks();
    for (let day = 61; day < 80; day++) ledger.write('anna', day, { records: ['gone'], masks: [0] });
    for (let day = 80; day < 84; day++) for (let miss = 0; miss < 3; miss++) ledger.write('bilal', day, { records: [`x-${day}-${miss}`], masks: [0], caseReference: 'FIR-2/2026' });
    expect(rules(ledger)).toEqual([['bilal', RULES.vain.id]]);
  });

  it('are others\' cases by night, and others\' records under references that are nobody\'s work here', () => {
    const ledger = Ledger.afterWeeks();
    for (const day of [61, 64, 67]) ledger.write('bilal', day, { records: ['anna-3'], caseReference: 'FIR-2/2026', at: START + day * DAY + 14 * 3_600_000 });
    for (const day of [70, 72, 74, 76, 78]) ledger.write('bilal', day, { records: [`anna-${day - 60}`], caseReference: `FIR-${day}/2026` });
    expect(rules(ledger)).toEqual([['bilal', RULES.hours.id], ['bilal', RULES.again.id], ['bilal', RULES.borrowed.id]]);
  });

  it('are never a machine\'s, and are not said of somebody in their first weeks', () => {
    const ledger = Ledger.afterWeeks();
    for (let day = 61; day < 75; day++) {
      for (let place = 0; place < 20; place++) ledger.write(null, day, { records: [`anna-${place}`], caseReference: 'SYNC' });
      ledger.write('new', day, { records: ['anna-3'], caseReference: 'FIR-2/2026' });
    }
    expect(rules(ledger)).toEqual([]);
  });

  it('need memories that stay bounded', () => {
    const ledger = Ledger.afterWeeks(20);
    for (let day = 21; day < 200; day++) for (let place = 0; place < 40; place++) ledger.write('bilal', day, { records: [`anna-${place % 30}`], caseReference: `FIR-${day}${place}/2026` });
    expect(JSON.stringify(ledger.memories.officer('bilal', 0)).length).toBeLessThan(60_000);
  });
});
