import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { classesIn, maskOf } from '#libs/contracts';
import { CATEGORY, explainClasses, mostVisible, visibleClasses } from '#libs/policy';
import { naiveClasses } from './naive.js';
import { triple, type Triple } from './triples.js';

const ask = ({ record, audience, request }: Triple) => visibleClasses(record, audience, request);
const holdsFor = (claim: (given: Triple) => boolean) => fc.assert(fc.property(triple, claim), { numRuns: 5000 });
const PERSONS = maskOf('SUSPECT_IDENTITY', 'VICTIM_IDENTITY', 'VICTIM_CONTACT', 'WITNESS_IDENTITY', 'SPECIAL_CATEGORY');
const IMMIGRATION = 4;

describe('the compiled predicate', () => {
  it('says what the rule table says, read word by word', () => {
    fc.assert(fc.property(triple, (given) => { expect(ask(given)).toBe(naiveClasses(given)); }), { numRuns: 20_000 });
  });

  it('agrees with the explanation of each class', () => {
    holdsFor((given) => {
      const visible = explainClasses(given.record, given.audience, given.request).filter((entry) => entry.visible);
      return JSON.stringify(visible.map((entry) => entry.class)) === JSON.stringify(classesIn(ask(given)));
    });
  });

  it('is compiled from the rule table as it stands', () => {
    const generator = fileURLToPath(new URL('../../schemas/generate/policy.mjs', import.meta.url));
    expect(execFileSync(process.execPath, [generator, '--check'], { encoding: 'utf8' })).toBe('');
  });
});

describe('whatever the record', () => {
  it('nobody sees more than the most that a request of its kind can see', () => {
    holdsFor((given) => (ask(given) & ~mostVisible(given.request)) === 0);
  });

  it('an officer opens what no machine is shown, and changes nothing else: the same for every record', () => {
    holdsFor((given) => {
      const [officer, machine] = [true, false].map((one) => ({ ...given.request, officer: one }));
      return ask({ ...given, request: machine! }) === (ask({ ...given, request: officer! }) & mostVisible(machine!));
    });
  });

  it('names are for officers', () => {
    holdsFor((given) => given.request.officer || (ask(given) & PERSONS) === 0);
  });

  it('custody is seen by the originator alone', () => {
    holdsFor((given) => given.record.originator === given.audience.agency || (ask(given) & maskOf('CUSTODY')) === 0);
  });

  it('a victim and a witness never serve immigration control', () => {
    holdsFor((given) => (given.request.purpose & IMMIGRATION) === 0
      || (ask(given) & maskOf('VICTIM_IDENTITY', 'VICTIM_CONTACT', 'WITNESS_IDENTITY', 'SPECIAL_CATEGORY')) === 0);
  });

  it('no person is named to an agency that the originator did not name', () => {
    holdsFor(({ record, audience, request }) => record.originator === audience.agency
      || record.recipients.includes(audience.agency) || (visibleClasses(record, audience, request) & PERSONS) === 0);
  });

  it('no person of a European record, or of one under a regime the rules do not know, is named outside without a transfer record', () => {
    holdsFor(({ record, audience, request }) => ['PK', 'IO'].includes(record.regime) || audience.regime.startsWith('EU-')
      || record.originator === audience.agency || record.transfers.includes(audience.agency)
      || (visibleClasses(record, audience, request) & PERSONS) === 0);
  });

  it('a handling that is stricter never shows more', () => {
    holdsFor((given) => {
      const more = ask(given);
      const changed = (change: object) => ask({ ...given, record: { ...given.record, ...change } });
      const stricter = [
        changed({ restricted: true }), changed({ state: 'withdrawn' }), changed({ eraseAt: given.request.now }), changed({ tlp: 4 }),
        changed({ handling: [...given.record.handling, 'H0', 'H1', 'H2'] }), changed({ transfers: [] }),
        changed({ recipients: [] }), changed({ referralConsent: false }), changed({ categories: given.record.categories | CATEGORY.VICTIM }),
      ];
      return stricter.every((less) => (less & ~more) === 0);
    });
  });

  it('a lower clearance never shows more', () => {
    holdsFor((given) => (ask({ ...given, request: { ...given.request, clearance: 0 } }) & ~ask(given)) === 0);
  });
});
