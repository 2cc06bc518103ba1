import { expect, it } from '@jest/globals';
import { ACKNOWLEDGEMENT, AMENDMENT, WITHDRAWAL, type Answer } from '../../world/hub.js';
import { alertDocument, caseDocument, incidentDocument } from '../../world/index.js';
import { absentId, onlyFor, told, type Family, type Stage } from './stage.js';

const amend = (stage: Stage, client: string, id: string, key: string) =>
  stage.ask(client, AMENDMENT, { id, version: 1, document: caseDocument({ envelope: onlyFor(['nccia']), summary: 'Overwritten.' }), key });
const withdraw = (stage: Stage, client: string, id: string, key: string) => stage.ask(client, WITHDRAWAL, { id, version: 1, reason: 'Overwritten.', key });
const acknowledge = (stage: Stage, client: string, id: string, key: string) => stage.ask(client, ACKNOWLEDGEMENT, { id, key });
const VERBS = { amend, withdraw, acknowledge };

const STATES = 'select id, version, state, event::text from records.record order by id';

/** The right to one thing is checked, another is changed; or a typed mutation takes the id of anything. */
export const authoriseOneChangeAnother: Family = {
  number: 11,
  leak: 'Authorise one, change another; a typed mutation takes any id',
  seenIn: 'CVE-2026-56424, CVE-2026-21886',
  stories(stage) {
    it('an id of another kind, of another agency or of nothing is not found, in the same words, and nothing changes', async () => {
      const shared = { envelope: onlyFor(['nccia']) };
      const [aCase, incident, alert] = [await stage.submit('fia', 'case', caseDocument(shared)), await stage.submit('fia', 'incident', incidentDocument(shared)), await stage.submit('fia', 'alert', alertDocument(shared))];
      const before = await stage.rows(STATES);
      const wrong: readonly (readonly [keyof typeof VERBS, string, string])[] = [
        ...(['amend', 'withdraw'] as const).flatMap((verb) => [incident.id, alert.id].map((id) => [verb, 'fia', id] as const)),
        ...(['amend', 'withdraw'] as const).flatMap((verb) => [aCase.id, incident.id, alert.id].map((id) => [verb, 'nccia', id] as const)),
        ['acknowledge', 'nccia', aCase.id], ['acknowledge', 'nccia', incident.id], ['acknowledge', 'europol', alert.id],
      ];
      for (const [place, [verb, client, id]] of wrong.entries()) {
        const [answer, ofNothing]: [Answer, Answer] = [await VERBS[verb](stage, client, id, `key ${place}`), await VERBS[verb](stage, client, absentId(), `key ${place}`)];
        expect([verb, client, answer.codes]).toEqual([verb, client, ['RECORD_NOT_FOUND']]);
        expect(told(answer)).toEqual(told(ofNothing));
      }
      expect(await stage.rows(STATES)).toEqual(before);
    });

    it('the key of an earlier write does not lend its right to another record', async () => {
      const own = await stage.submit('nccia', 'case', caseDocument({ envelope: onlyFor([]) }));
      const { id: theirs } = await stage.submit('fia', 'case', caseDocument({ envelope: onlyFor(['nccia']) }));
      expect((await amend(stage, 'nccia', own.id, 'lent')).data.receipt.version).toBe(2);
      for (const id of [theirs, absentId()]) expect((await amend(stage, 'nccia', id, 'lent')).codes).toEqual(['IDEMPOTENCY_CONFLICT']);
      expect((await stage.ask('fia', 'query($id: ID!) { case(id: $id) { version summary } }', { id: theirs })).data.case).toEqual({ version: 1, summary: 'Recruited for work abroad, held on arrival.' });
    });

    it('of many mutations in one request each is checked by itself', async () => {
      const own = await stage.submit('nccia', 'case', caseDocument({ envelope: onlyFor([]) }));
      const { id: theirs } = await stage.submit('fia', 'case', caseDocument({ envelope: onlyFor(['nccia']) }));
      const query = `mutation($own: ID!, $theirs: ID!) {
        first: withdrawCase(id: $own, version: 1, reason: "x", idempotencyKey: "a ${own.id}") { version }
        second: withdrawCase(id: $theirs, version: 1, reason: "x", idempotencyKey: "b ${own.id}") { version } }`;
      const { data, codes } = await stage.ask('nccia', query, { own: own.id, theirs });
      expect([data, codes]).toEqual([{ first: { version: 2 }, second: null }, ['RECORD_NOT_FOUND']]);
      expect(await stage.rows('select state from records.record where id = $1', [theirs])).toEqual([{ state: 'active' }]);
    });
  },
};
