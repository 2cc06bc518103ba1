import type { Label } from '../model/words.js';
import { PURPOSES } from '../model/words.js';
import { ACKNOWLEDGEMENT, AMENDMENT, SUBMISSIONS, WITHDRAWAL } from '../../world/hub.js';
import { documentOf } from '../worlds/documents.js';
import type { Kind } from '../worlds/history.js';
import { TASK_FORCES } from '../worlds/participation.js';
import type { Observing } from './observing.js';

export const OWN: Label = {
  tlp: 'AMBER', purposes: PURPOSES, recipients: [], transfers: [], handling: [], consent: false, restricted: false, erased: '2036-01-01',
};

const MUTATION: Readonly<Record<Kind, string>> = { case: 'submitCase', incident: 'submitIncident', alert: 'raiseAlert' };
/** Keys under which others may have handed something in. */
const KEYS = ['key-0', 'key-1', 'key-of-step-1', 'step-1', 'own'];

/** The observer's own writes: under keys that others use, to task forces, and upon records that are not its own, or are not. */
export async function askWrites(observed: Observing): Promise<void> {
  const { ask, ids } = observed;
  const document = (kind: Kind, status?: string) => ({ ...documentOf({ kind, label: OWN, content: {}, persons: true, caseId: null }), ...(status ? { status } : {}) });
  for (const kind of ['case', 'incident', 'alert'] as const) {
    const argument = kind;
    const exits = [`Mutation.${MUTATION[kind]}`, `Mutation.${MUTATION[kind]}(${argument})`, `Mutation.${MUTATION[kind]}(idempotencyKey)`];
    for (const key of KEYS) await ask(exits, { query: SUBMISSIONS[kind], variables: { document: document(kind), key: kind === 'case' ? key : `${kind}-${key}` } });
    await ask(exits, { query: SUBMISSIONS[kind], variables: { document: { envelope: {} }, key: 'wrong' } });
    for (const taskForce of [...TASK_FORCES, 'tf-nowhere']) {
      const addressed = documentOf({ kind, label: { ...OWN, recipients: [taskForce] }, content: {}, persons: true, caseId: null });
      await ask(exits, { query: SUBMISSIONS[kind], variables: { document: addressed, key: `${kind}-to-${taskForce}` } });
    }
  }
  for (const [place, { id }] of [...ids, { id: 'x' }].entries()) {
    const amendment = ['', '(id)', '(version)', '(case)', '(idempotencyKey)'].map((part) => `Mutation.amendCase${part}`);
    for (const version of [1, 2]) await ask(amendment, { query: AMENDMENT, variables: { id, version, document: document('case'), key: `amend-${place}-${version}` } });
    await ask(['Mutation.acknowledgeAlert', 'Mutation.acknowledgeAlert(id)', 'Mutation.acknowledgeAlert(idempotencyKey)'], { query: ACKNOWLEDGEMENT, variables: { id, key: `note-${place}` } });
    const withdrawal = ['', '(id)', '(version)', '(reason)', '(idempotencyKey)'].map((part) => `Mutation.withdrawCase${part}`);
    await ask(withdrawal, { query: WITHDRAWAL, variables: { id, version: 1, reason: 'By mistake.', key: `withdraw-${place}` } });
  }
  for (const [place, { id }] of [...observed.ids, { id: 'x' }].entries()) await askEnds(observed, id, place);
}

/** Holds, reviews and erasures of records that are not the observer's own, or are not; last, for they end its own. */
async function askEnds({ ask }: Observing, id: string, place: number): Promise<void> {
  const RECEIPT = '{ id kind version duplicate }';
  const named = (name: string, ...parts: string[]) => ['', ...parts.map((part) => `(${part})`)].map((part) => `Mutation.${name}${part}`);
  const variables = { id, key: `end-${place}` };
  await ask(named('holdRecord', 'id', 'ground', 'until'), { query: `mutation($id: ID!) { holdRecord(id: $id, ground: "evidence", until: "2099-01-01") ${RECEIPT} }`, variables: { id } });
  await ask(named('liftHold', 'id'), { query: `mutation($id: ID!) { liftHold(id: $id) ${RECEIPT} }`, variables: { id } });
  await ask(named('reviewRecord', 'id', 'next'), { query: `mutation($id: ID!) { reviewRecord(id: $id, next: "2027-01-01") ${RECEIPT} }`, variables: { id } });
  await ask(named('eraseCasePerson', 'id', 'list', 'ref', 'reason', 'idempotencyKey'), {
    query: `mutation($id: ID!, $key: ID!) { eraseCasePerson(id: $id, list: "victims", ref: "V1", reason: "unlawful", idempotencyKey: $key) ${RECEIPT} }`, variables: { id, key: `person-${place}` },
  });
  for (const kind of ['Case', 'Incident', 'Alert']) {
    await ask(named(`erase${kind}`, 'id', 'reason', 'idempotencyKey'), { query: `mutation($id: ID!, $key: ID!) { erase${kind}(id: $id, reason: "unlawful", idempotencyKey: $key) ${RECEIPT} }`, variables });
  }
}
