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

/** To amend, to take back, to put right or to restrict what is another's, is absent, is of another kind, or is no record. */
export async function askCorrections({ ask, ids }: Observing): Promise<void> {
  for (const kind of ['case', 'incident', 'alert'] as const) {
    const type = `${kind[0]!.toUpperCase()}${kind.slice(1)}`;
    const document = documentOf({ kind, label: OWN, content: {}, persons: true, caseId: null });
    for (const [place, { id }] of [...ids, { id: 'x' }].entries()) {
      const acted = (act: string, declared: string, passed: string, variables: Readonly<Record<string, unknown>>, ...parts: string[]) => ask(named(`Mutation.${act}`, 'id', 'version', 'idempotencyKey', ...parts), {
        query: `mutation($id: ID!, $version: Int!, $key: ID!${declared}) { ${act}(id: $id, version: $version, idempotencyKey: $key${passed}) { id kind version duplicate } }`,
        variables: { id, version: 1, key: `${act}-${place}`, ...variables },
      });
      const ground = place % 2 ? 'inaccurate' : 'accuracy-contested';
      await acted(`rectify${type}`, `, $ground: String!, $document: ${type}Input!`, `, ground: $ground, ${kind}: $document`, { ground, document }, 'ground', kind);
      await acted(`restrict${type}`, ', $ground: String!', ', ground: $ground', { ground }, 'ground');
      await acted(`lift${type}Restriction`, '', '', { version: 2 });
      if (kind === 'case') continue; // amended and taken back among the writes
      await acted(`amend${type}`, `, $document: ${type}Input!`, `, ${kind}: $document`, { document }, kind);
      await acted(`withdraw${type}`, ', $reason: String!', ', reason: $reason', { reason: 'By mistake.' }, 'reason');
    }
  }
}
