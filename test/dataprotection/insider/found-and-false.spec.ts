import { describe, expect, it } from '@jest/globals';
import { measure, type Measured } from './measure.js';
import { HELD_OUT_SEEDS, TUNING_SEEDS } from './seeds.js';
import { ABUSE_KINDS } from './simulator/year.js';

/**
 * `npm run test:insider` looks at all of them, and with `--tuning` at those on which rules are tuned. The target
 * is for all ten years together. In the whole suite only the first three are looked at: of their 45 planted, one
 * more or less is two hundredths, so they are asked for eight of ten, which is that nothing has broken.
 */
const { INSIDER_SEEDS: asked = 'few' } = process.env;
const SEEDS = { few: HELD_OUT_SEEDS.slice(0, 3), all: HELD_OUT_SEEDS, tuning: TUNING_SEEDS }[asked] ?? HELD_OUT_SEEDS;
const LEAST = asked === 'few' ? 0.8 : 0.9;

const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((all, each) => all + each, 0);
const kinds = ({ planted, found }: Pick<Measured, 'planted' | 'found'>) => ABUSE_KINDS.map((kind) => `${kind} ${found[kind]}/${planted[kind]}`).join(', ');

function together(measured: readonly Measured[]): Pick<Measured, 'planted' | 'found' | 'falseAlerts' | 'officerYears'> {
  const all = (of: 'planted' | 'found') => Object.fromEntries(ABUSE_KINDS.map((kind) => [kind, measured.reduce((count, each) => count + each[of][kind], 0)])) as Measured['planted'];
  const add = (of: 'falseAlerts' | 'officerYears') => measured.reduce((count, each) => count + each[of], 0);
  return { planted: all('planted'), found: all('found'), falseAlerts: add('falseAlerts'), officerYears: add('officerYears') };
}

describe(`odd look-ups in simulated years, seeds ${SEEDS.join(' ')}`, () => {
  const measured = SEEDS.map((seed) => measure(seed));
  const all = together(measured);
  process.stdout.write([
    ...measured.map((each) => `seed ${each.seed}: found ${sum(each.found)} of ${sum(each.planted)} (${kinds(each)}); ${(each.falseAlerts / each.officerYears).toFixed(2)} false alerts per officer-year`),
    `together: found ${sum(all.found)} of ${sum(all.planted)} (${kinds(all)}); ${(all.falseAlerts / all.officerYears).toFixed(2)} false alerts per officer-year`, '',
  ].join('\n'));

  it(`find at least ${LEAST * 100} % of the planted abusers, each by a finding that names lines of the abuse`, () => {
    expect(sum(all.found) / sum(all.planted)).toBeGreaterThanOrEqual(LEAST);
  });

  it('raise at most one false alert per officer and year', () => {
    expect(all.falseAlerts / all.officerYears).toBeLessThanOrEqual(1);
  });

  it('know every kind of abuse', () => {
    for (const kind of ABUSE_KINDS) expect([kind, all.found[kind] * 2 >= all.planted[kind]]).toEqual([kind, true]);
  });
});
