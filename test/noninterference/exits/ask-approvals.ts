import { selectionOf } from './graph.js';
import { ABSENT, type Observing } from './observing.js';

const named = (field: string, ...names: string[]) => [field, ...names.map((name) => `${field}(${name})`)];
const RECEIPT = selectionOf('ApprovalReceipt');
const page = (type: string) => `{ edges { cursor node ${selectionOf(type)} } pageInfo { hasNextPage endCursor } }`;

/** To whom each record is asked to go on, by turns: near, far, and nowhere. */
const TARGETS = ['fia', 'de-bka', 'iom', 'nobody'];

/** For what each record is asked to be used as well, and which of its classes. */
const FURTHER = ['immigration-control', 'labour-regulation', 'threat-analysis', 'judicial-cooperation'];
const CLASSES_ASKED = [['EVENT'], ['EVENT', 'VICTIM_IDENTITY'], ['REFERENCE'], ['METHOD', 'FINANCE'], ['CUSTODY']];

/** Asks for every record of both worlds, and for none, that it may go on; then answers whatever there is to answer, and what is not its own. */
export async function askApprovals(observed: Observing): Promise<void> {
  await askOnward(observed);
  await askOthers(observed);
  await askLists(observed);
}

async function askOnward({ ask, ids, pair: { observer } }: Observing): Promise<void> {
  for (const [place, { id: record }] of [...ids, { id: 'x' }].entries()) {
    const to = TARGETS[place % TARGETS.length];
    await ask(named('Mutation.requestOnwardSharing', 'record', 'to', 'justification', 'basis', 'idempotencyKey'), {
      query: `mutation($record: ID!, $to: String!, $key: ID!) { requestOnwardSharing(record: $record, to: $to, justification: "investigation", basis: "LED-38-1-D", idempotencyKey: $key) ${RECEIPT} }`,
      variables: { record, to, key: `onward-${place}` },
    });
    await ask(named('Mutation.requestFurtherUse', 'record', 'purpose', 'legalBasis', 'necessity', 'proportionality', 'classes', 'until', 'idempotencyKey'), {
      query: `mutation($record: ID!, $purpose: String!, $classes: [String!]!, $key: ID!) { requestFurtherUse(record: $record, purpose: $purpose, legalBasis: "PTPA2018", necessity: "investigation",
        proportionality: "gravity", classes: $classes, until: "2099-01-01T00:00:00Z", idempotencyKey: $key) ${RECEIPT} }`,
      variables: { record, purpose: FURTHER[place % FURTHER.length], classes: CLASSES_ASKED[place % CLASSES_ASKED.length], key: `further-${place}` },
    });
    await ask(named('Mutation.requestTransferAuthorisation', 'record', 'of', 'to', 'basis', 'justification', 'idempotencyKey'), {
      query: `mutation($record: ID!, $key: ID!) { requestTransferAuthorisation(record: $record, of: "de-bka", to: "fia", basis: "LED-38-1-D", justification: "protection", idempotencyKey: $key) ${RECEIPT} }`,
      variables: { record, key: `authorise-${place}` },
    });
    await ask(named('Mutation.recordTransfer', 'record', 'to', 'basis', 'justification', 'authorisedBy', 'authorisedAt', 'authorisation', 'approval', 'idempotencyKey'), {
      query: `mutation($record: ID!, $by: String!, $key: ID!) { recordTransfer(record: $record, to: "pta", basis: "LED-38-1-D", justification: "blocking", authorisedBy: $by,
        authorisedAt: "2026-01-15T10:00:00Z", authorisation: "A-1", approval: "${ABSENT}", idempotencyKey: $key) ${selectionOf('Receipt')} }`,
      variables: { record, by: place % 2 ? 'de-bka' : observer.agency.code, key: `transfer-${place}` },
    });
  }
}

/** Under the ids of records, which are none of requests, and of nothing. */
async function askOthers({ ask, ids }: Observing): Promise<void> {
  for (const id of [...ids.map(({ id: one }) => one), 'x']) {
    await ask(named('Mutation.answerApproval', 'id', 'agree', 'reason'), { query: `mutation($id: ID!) { answerApproval(id: $id, agree: true, reason: "necessary") ${RECEIPT} }`, variables: { id } });
    await ask(named('Mutation.delegateApproval', 'id', 'officer'), { query: `mutation($id: ID!) { delegateApproval(id: $id, officer: "o-2") ${RECEIPT} }`, variables: { id } });
    await ask(named('Mutation.takeBackApproval', 'id'), { query: `mutation($id: ID!) { takeBackApproval(id: $id) ${RECEIPT} }`, variables: { id } });
    await ask(named('Mutation.withdrawApprovalRequest', 'id'), { query: `mutation($id: ID!) { withdrawApprovalRequest(id: $id) ${RECEIPT} }`, variables: { id } });
  }
}

async function askLists({ ask }: Observing): Promise<void> {
  for (const state of [null, 'open', 'agreed', 'lost']) {
    for (const first of [1, 100, 101]) {
      let after: string | null = null;
      do {
        const query = `query($state: String, $first: Int, $after: String) { approvalRequests(state: $state, first: $first, after: $after) ${page('ApprovalRequest')} }`;
        const { data } = await ask(named('Query.approvalRequests', 'state', 'after', 'first'), { query, variables: { state, first, after } });
        const info = data?.approvalRequests?.pageInfo as { hasNextPage: boolean; endCursor: string } | undefined;
        after = info?.hasNextPage ? info.endCursor : null;
      } while (after !== null);
    }
  }
  for (const first of [1, 100, 101]) await ask(named('Query.deadlines', 'first'), { query: `query($first: Int) { deadlines(first: $first) ${selectionOf('Deadline')} }`, variables: { first } });
  for (const after of [null, 'x']) await ask(named('Query.transfers', 'after', 'first'), { query: `query($after: String) { transfers(after: $after, first: 2) ${page('TransferRecord')} }`, variables: { after } });
}
