import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { classesIn, purposeMask } from '#libs/contracts';
import { CATEGORY, visibleClasses } from '#libs/policy';
import { Snapshot } from '../../../libs/directory/model/snapshot.js';
import { addressedTo } from '../../../libs/records/model/audience.js';
import { maySee } from './may-see.js';
import { LIGHTS, PURPOSES, REGIMES, TYPES, type Light, type Purpose } from './words.js';

const CODES = ['fia', 'iom', 'europol', 'stranger'];
const TASK_FORCES = ['tf-north', 'tf-sea'];
const NOW = new Date('2026-11-01T12:00:00Z');
const MOMENTS = [-86_400_000, -1, 0, 1, 86_400_000].map((away) => new Date(NOW.getTime() + away));
const some = <T>(values: readonly T[]) => fc.subarray([...values]);
const agency = fc.record({ code: fc.constantFrom(...CODES), type: fc.constantFrom(...TYPES), regime: fc.constantFrom(...REGIMES) });
const label = fc.record({
  tlp: fc.constantFrom(...LIGHTS), purposes: some(PURPOSES), recipients: some([...CODES, ...TASK_FORCES]), transfers: some(CODES),
  handling: some(['H0', 'H1', 'H2'] as const), consent: fc.boolean(), restricted: fc.constantFrom(false, false, true),
  erased: fc.constantFrom('2036-01-01', '2026-11-01', '2026-11-02'),
});

/** Of an agency in a task force one, as the directory keeps them; it may have ended, or be yet to begin. */
const memberships = fc.uniqueArray(fc.record({
  taskForce: fc.constantFrom(...TASK_FORCES), agency: fc.constantFrom(...CODES), since: fc.constantFrom(...MOMENTS), until: fc.constantFrom(null, null, ...MOMENTS),
}).filter(({ since, until }) => until === null || until >= since), { maxLength: 4, selector: ({ taskForce, agency: member }) => `${taskForce} ${member}` });
const suspended = fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: some(CODES) });

/** The same question to the product's directory and rules. */
function productSees(...[record, to, { purpose, clearance, today, officer, ...register }]: Parameters<typeof maySee>): readonly string[] {
  const taskForces = TASK_FORCES.map((code) => ({ code, title: code, expiresAt: new Date('2030-01-01') }));
  const directory = new Snapshot({ revision: 1n, agencies: [], clients: [], streams: [], documents: [], taskForces, ...register });
  if (directory.suspended.has(to.code)) return [];
  const { label: given, originator } = record;
  const participant = { agency: to.code, type: to.type, regime: to.regime, taskForces: directory.taskForcesOf(to.code, today) };
  const mask = visibleClasses(addressedTo({
    originator: originator.code, regime: originator.regime, tlp: LIGHTS.indexOf(given.tlp), recipients: given.recipients, transfers: given.transfers,
    purposes: purposeMask(...given.purposes), categories: record.hasVictims ? CATEGORY.VICTIM : 0, handling: given.handling,
    restricted: given.restricted, state: record.withdrawn ? 'withdrawn' : 'active', eraseAt: Date.parse(given.erased),
    referralConsent: given.consent, onward: 'originator-control',
  }, participant), participant, { purpose: purposeMask(purpose), clearance: LIGHTS.indexOf(clearance), now: today.getTime(), officer });
  return [...classesIn(mask)].sort();
}

describe('the oracle', () => {
  it('and the rule table were written apart and say the same', () => {
    fc.assert(fc.property(agency, agency, label, fc.boolean(), fc.constantFrom(false, false, true), fc.constantFrom(...PURPOSES), fc.constantFrom(...LIGHTS), fc.boolean(), fc.record({ memberships, suspended }),
      (originator, to, given, hasVictims, withdrawn, purpose: Purpose, clearance: Light, officer, register) => {
        const question = [{ originator, label: given, hasVictims, withdrawn }, to, { purpose, clearance, today: NOW, officer, ...register }] as const;
        if (originator.code === to.code && originator.regime !== to.regime) return;
        expect([...maySee(...question)].sort()).toEqual(productSees(...question));
      }), { numRuns: 20_000 });
  });

  it('shares no line with the product: its files import nothing from outside their folder', () => {
    const folder = 'test/noninterference/model';
    const sources = readdirSync(folder).filter((file) => !file.endsWith('.spec.ts'));
    const imports = sources.flatMap((file) => [...readFileSync(`${folder}/${file}`, 'utf8').matchAll(/from '([^']+)'/gu)].map(([, from]) => from!));
    expect(sources.length).toBeGreaterThan(1);
    expect(imports.filter((from) => !from.startsWith('./'))).toEqual([]);
  });
});
