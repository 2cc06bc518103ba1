import { documentOf } from '../worlds/documents.js';
import { selectionOf } from './graph.js';
import { OWN } from './ask-writes.js';
import type { Observing } from './observing.js';

const OUTCOMES = ['erased', 'rectified', 'restricted', 'nothing-held', 'kept-by-law', 'lost'];
const named = (exit: string, ...names: string[]) => [exit, ...names.map((name) => `${exit}(${name})`)];

/** What the observer has to do with its copies, what it recalled itself, and what it says of recalls that there are, that are others', or none. */
export async function askRecalls({ ask, ids }: Observing): Promise<void> {
  const duties = `query($status: String, $after: String, $first: Int) { recalls(status: $status, after: $after, first: $first) ${selectionOf('RecallConnection')} }`;
  const made = `query($record: ID, $after: String, $first: Int) { recallsMade(record: $record, after: $after, first: $first) ${selectionOf('MadeRecallConnection')} }`;
  const own: string[] = [];
  for (const variables of [{}, { first: 1 }, { status: 'open' }, { status: 'confirmed', first: 2 }, { status: 'lost' }, { after: 'none' }, { first: 101 }]) {
    const { data } = await ask(named('Query.recalls', 'status', 'after', 'first'), { query: duties, variables });
    for (const { node } of (data?.recalls?.edges ?? []) as { node: { id: string } }[]) own.push(node.id);
  }
  const records = ids.map(({ id }) => ({ record: id }));
  for (const variables of [{}, { first: 1 }, { after: 'none' }, { first: 101 }, { record: 'x' }, ...records]) {
    await ask(named('Query.recallsMade', 'record', 'after', 'first'), { query: made, variables });
  }
  const confirm = `mutation($id: ID!, $outcome: String!, $basis: String, $done: DateTime) { confirmRecall(id: $id, outcome: $outcome, legalBasis: $basis, doneAt: $done) ${selectionOf('Recall')} }`;
  for (const [place, id] of [...new Set([...own, ...ids.map(({ id: record }) => record), 'x'])].entries()) {
    const variables = { id, outcome: OUTCOMES[place % OUTCOMES.length], basis: place % 2 ? 'PTPA2018' : null, done: place % 3 ? null : '2026-01-01T00:00:00Z' };
    await ask(named('Mutation.confirmRecall', 'id', 'outcome', 'legalBasis', 'doneAt'), { query: confirm, variables });
    await ask(named('Mutation.confirmRecall', 'id', 'outcome'), { query: confirm, variables: { id, outcome: 'nothing-held' } });
  }
  await ask(named('Query.recalls'), { query: duties });
}

/** To put right or to restrict what is another's, is absent, or is no record. */
export async function askCorrections({ ask, ids }: Observing): Promise<void> {
  const receipt = '{ id kind version duplicate }';
  const document = documentOf({ kind: 'case', label: OWN, content: {}, persons: true, caseId: null });
  for (const [place, { id }] of [...ids, { id: 'x' }].entries()) {
    const variables = { id, version: 1, ground: place % 2 ? 'inaccurate' : 'accuracy-contested', document, key: `correct-${place}` };
    await ask(named('Mutation.rectifyCase', 'id', 'version', 'ground', 'case', 'idempotencyKey'), {
      query: `mutation($id: ID!, $version: Int!, $ground: String!, $document: CaseInput!, $key: ID!) { rectifyCase(id: $id, version: $version, ground: $ground, case: $document, idempotencyKey: $key) ${receipt} }`, variables,
    });
    await ask(named('Mutation.restrictCase', 'id', 'version', 'ground', 'idempotencyKey'), {
      query: `mutation($id: ID!, $version: Int!, $ground: String!, $key: ID!) { restrictCase(id: $id, version: $version, ground: $ground, idempotencyKey: $key) ${receipt} }`,
      variables: { id, version: 1, ground: variables.ground, key: `restrict-${place}` },
    });
    await ask(named('Mutation.liftCaseRestriction', 'id', 'version', 'idempotencyKey'), {
      query: `mutation($id: ID!, $version: Int!, $key: ID!) { liftCaseRestriction(id: $id, version: $version, idempotencyKey: $key) ${receipt} }`, variables: { id, version: 2, key: `lift-${place}` },
    });
  }
}
