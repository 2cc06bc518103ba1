import { expect, it } from '@jest/globals';
import { ACKNOWLEDGEMENT, AMENDMENT, SUBMISSIONS, WITHDRAWAL } from '../../world/hub.js';
import { alertDocument, caseDocument, incidentDocument } from '../../world/index.js';
import { absentId, onlyFor, told, type Family } from './stage.js';

const OUTSIDER = 'de-bka';
const QUESTIONS: readonly (readonly [query: string, more?: Readonly<Record<string, unknown>>])[] = [
  ...['case', 'incident', 'alert'].map((kind) => [`query($id: ID!) { ${kind}(id: $id) { id version withheld envelope { tlp } } }`] as const),
  ...['case', 'incident', 'alert'].map((kind) => [`query($id: ID!) { a: ${kind}(id: $id) { id } b: ${kind}(id: $id) { asOf originator { name } } }`] as const),
  ['query($id: String) { alerts(filter: { caseId: $id }) { edges { node { id } } pageInfo { hasNextPage } } }'],
  ['query($id: String) { alerts(filter: { incidentId: $id }) { edges { node { id } } } }'],
  ['query($id: ID!) { explanation(client: "de-bka", record: $id) { class } }'],
  ['mutation($id: ID!) { requestOnwardSharing(record: $id, to: "europol", justification: "investigation", idempotencyKey: "probe") { id } }'],
  ['mutation($id: ID!) { requestTransferAuthorisation(record: $id, of: "de-bka", to: "fia", basis: "LED-38-1-D", justification: "protection", idempotencyKey: "probe") { id } }'],
  ['mutation($id: ID!) { recordTransfer(record: $id, to: "fia", basis: "LED-38-1-D", justification: "protection", authorisedBy: "de-bka", idempotencyKey: "probe") { id } }'],
  [AMENDMENT, { version: 1, document: caseDocument(), key: 'probe' }], [AMENDMENT, { version: 7, document: caseDocument(), key: 'probe' }],
  [WITHDRAWAL, { version: 1, reason: 'probe', key: 'probe' }], [WITHDRAWAL, { version: 2, reason: 'probe', key: 'probe' }], [ACKNOWLEDGEMENT, { key: 'probe' }],
];

/** Words, codes or keys that differ tell that something is there. The clock: `timing.spec.ts` and `npm run bench -- hidden`. */
export const existence: Family = {
  number: 19,
  leak: 'An oracle of existence: not found against forbidden, keys, guessable ids',
  seenIn: 'Elastic, "document level security limitations"',
  stories(stage) {
    it.each(['case', 'incident', 'alert'] as const)('a hidden %s is told by no verb in other bytes than none', async (kind) => {
      const build = { case: caseDocument, incident: incidentDocument, alert: alertDocument }[kind];
      const { id: hidden } = await stage.submit('fia', kind, build({ envelope: onlyFor(['nccia']) }));
      for (const [query, more] of QUESTIONS) {
        const absent = absentId();
        const [one, other] = [await stage.ask(OUTSIDER, query, { id: hidden, ...more }), await stage.ask(OUTSIDER, query, { id: absent, ...more })];
        expect([query, told(one, hidden)]).toEqual([query, told(other, absent)]);
      }
    });

    it('a page after a hidden record is the page after the same place', async () => {
      const { id: hidden } = await stage.submit('fia', 'case', caseDocument({ envelope: onlyFor(['nccia']) }));
      const beside = `${hidden.slice(0, -1)}${hidden.endsWith('0') ? '1' : '0'}`;
      const pages = [hidden, beside].map((id) => stage.ask(OUTSIDER, 'query($after: String) { cases(after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }',
        { after: Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url') }));
      const [one, other] = await Promise.all(pages);
      expect(told(one!)).toEqual(told(other!));
    });

    it('no key, reference or ref that another agency uses is taken for one\'s own', async () => {
      const document = caseDocument({ envelope: onlyFor([], { reference: 'K-1', legalBasis: 'LED-8' }) });
      await stage.submit('fia', 'case', { ...document, envelope: onlyFor([], { reference: 'K-1' }) }, 'key-of-both');
      const [taken, free] = [await stage.ask(OUTSIDER, SUBMISSIONS.case, { document, key: 'key-of-both' }), await stage.ask(OUTSIDER, SUBMISSIONS.case, { document, key: 'key-of-none' })];
      expect(told(taken, taken.data.receipt.id)).toEqual(told(free, free.data.receipt.id));
    });

    it('ids are not guessed from one another: nothing counts in them but the clock', async () => {
      const receipts = await Promise.all(Array.from({ length: 40 }, () => stage.submit('fia', 'case', caseDocument({ envelope: onlyFor([]) }))));
      const random = receipts.map(({ id }) => id.replaceAll('-', '').slice(13));
      expect(new Set(random.map((each) => each.slice(0, 8))).size).toBe(40);
      const steps = [...receipts].sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ id }, place, all) => (place ? BigInt(`0x${id.slice(24)}`) - BigInt(`0x${all[place - 1]!.id.slice(24)}`) : 0n));
      expect(steps.slice(1).filter((step) => step > -1_000_000n && step < 1_000_000n)).toEqual([]);
    });
  },
};
