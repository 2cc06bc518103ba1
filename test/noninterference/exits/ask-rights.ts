import { wordOf } from '../worlds/documents.js';
import { protectionOf } from '../worlds/protection.js';
import { selectionOf } from './graph.js';
import { ABSENT, OFFICER, type Observing } from './observing.js';

const named = (field: string, ...names: string[]) => [field, ...names.map((name) => `${field}(${name})`)];
const RECEIPT = selectionOf('SubjectReceipt');
const FILE = `mutation($right: String!, $numbers: [String!], $names: [String!], $born: Date, $wrong: String, $correct: String, $ground: String, $key: ID!) {
  fileSubjectRequest(right: $right, receivedOn: "2026-10-30", identityCheck: "in-person", numbers: $numbers, phones: [], emails: [], accounts: [], names: $names, birthDate: $born,
    wrong: $wrong, correct: $correct, ground: $ground, idempotencyKey: $key) ${RECEIPT} }`;
const FILED = named('Mutation.fileSubjectRequest', 'right', 'receivedOn', 'identityCheck', 'numbers', 'phones', 'emails', 'accounts', 'names', 'birthDate', 'wrong', 'correct', 'ground', 'idempotencyKey');
/** Everybody whom any document of a world names. */
const NAMES = (['SUSPECT_IDENTITY', 'VICTIM_IDENTITY', 'WITNESS_IDENTITY'] as const).flatMap((name) => [0, 1, 2].map((turned) => wordOf(name, turned)));

interface Item {
  readonly record: string;
  readonly list: string;
  readonly ref: string;
  readonly originator: string;
}

/**
 * What persons may ask of the observer's agency: by its data-protection officer. What is found, decided and answered follows from what the agency may see, and from nothing else.
 */
export async function askRights(observed: Observing): Promise<void> {
  const asking = { ...observed, ask: asks(observed, protectionOf(observed.pair)) };
  for (const [right, more] of [['access', {}], ['rectification', { wrong: 'The name.', correct: 'Another.' }], ['erasure', { ground: 'unlawful' }], ['oblivion', {}]] as const) {
    const { data } = await asking.ask(FILED, { query: FILE, variables: { right, names: NAMES, born: '1999-04-02', ...more, key: `of-a-person-${right}` } });
    await askOne(asking, (data?.fileSubjectRequest?.id as string | undefined) ?? ABSENT, right);
  }
  const { data } = await asking.ask(FILED, { query: FILE, variables: { right: 'access', numbers: ['NOBODY-1'], key: 'of-nobody' } });
  await askOne(asking, (data?.fileSubjectRequest?.id as string | undefined) ?? ABSENT, 'access');
  for (const { id } of [...observed.ids, { id: 'x' }]) await askAbout(asking, id);
  await askLists(asking);
}

async function askOne({ ask, pair: { observer } }: Observing, id: string, right: string): Promise<void> {
  await ask(named('Mutation.answerSubjectRequest', 'id'), { query: `mutation($id: ID!) { answerSubjectRequest(id: $id) ${RECEIPT} }`, variables: { id } });
  await ask(named('Mutation.extendSubjectRequest', 'id', 'reason'), { query: `mutation($id: ID!) { extendSubjectRequest(id: $id, reason: "complex") ${RECEIPT} }`, variables: { id } });
  await ask(named('Mutation.collectForSubject', 'id'), { query: `mutation($id: ID!) { collectForSubject(id: $id) ${RECEIPT} }`, variables: { id } });
  const whole = { query: `query($id: ID!) { subjectRequest(id: $id) ${selectionOf('WholeSubjectRequest')} }`, variables: { id } };
  const { data } = await ask(named('Query.subjectRequest', 'id'), whole);
  for (const item of (data?.subjectRequest?.items ?? []) as Item[]) {
    if (item.originator !== observer.agency.code) await askLeave(ask, id, item, right);
    await decide(ask, id, item, right === 'access' ? 'give' : 'not-the-person');
    // To whom its own record was disclosed an originator is told (an allowed flow): left out here.
    if (right === 'access') await decide(ask, id, item, 'withhold', item.originator === observer.agency.code ? { classes: ['CUSTODY'] } : { silent: true });
  }
  await ask(named('Mutation.answerSubjectRequest', 'id'), { query: `mutation($id: ID!) { answerSubjectRequest(id: $id) ${RECEIPT} }`, variables: { id } });
  await ask(named('Query.subjectRequest', 'id'), whole);
  await ask(named('Query.subjectAnswer', 'id'), { query: `query($id: ID!) { subjectAnswer(id: $id) ${selectionOf('SubjectAnswer')} }`, variables: { id } });
}

async function askLeave(ask: Observing['ask'], id: string, { record, list, ref }: Omit<Item, 'originator'>, right: string): Promise<void> {
  const act = right === 'access' ? 'give' : 'restrict';
  await ask(named('Mutation.askOriginatorForSubject', 'id', 'record', 'list', 'ref', 'act', 'idempotencyKey'), {
    query: `mutation($id: ID!, $record: ID!, $list: String!, $ref: ID!, $act: String!, $key: ID!) {
      askOriginatorForSubject(id: $id, record: $record, list: $list, ref: $ref, act: $act, idempotencyKey: $key) ${selectionOf('ApprovalReceipt')} }`,
    variables: { id, record, list, ref, act, key: `leave-${right}-${record}-${list}` },
  });
}

async function decide(ask: Observing['ask'], id: string, { record, list, ref }: Omit<Item, 'originator'>, decision: string, more: Record<string, unknown> = {}): Promise<void> {
  const grounded = decision === 'withhold' ? { ground: 'rights-of-others', reason: 'For the harness.' } : {};
  await ask(named('Mutation.decideForSubject', 'id', 'record', 'list', 'ref', 'decision', 'ground', 'reason', 'silent', 'classes'), {
    query: `mutation($id: ID!, $record: ID!, $list: String!, $ref: ID!, $decision: String!, $ground: String, $reason: String, $silent: Boolean, $classes: [String!]) {
      decideForSubject(id: $id, record: $record, list: $list, ref: $ref, decision: $decision, ground: $ground, reason: $reason, silent: $silent, classes: $classes) ${RECEIPT} }`,
    variables: { id, record, list, ref, decision, ...grounded, ...more },
  });
}

/** Under the ids of records of both worlds, which are none of requests. */
async function askAbout({ ask }: Observing, id: string): Promise<void> {
  await decide(ask, id, { record: id, list: 'suspects', ref: 'S1' }, 'give');
  await askLeave(ask, id, { record: id, list: 'suspects', ref: 'S1' }, 'access');
  await ask(named('Query.subjectAnswer', 'id'), { query: `query($id: ID!) { subjectAnswer(id: $id) ${selectionOf('SubjectAnswer')} }`, variables: { id } });
  for (const agency of ['fia', 'nobody']) {
    await ask(['Query.subjectRequest(agency)', 'Query.subjectAnswer(agency)'], {
      query: `query($id: ID!, $agency: ID) { subjectRequest(id: $id, agency: $agency) { id state } subjectAnswer(id: $id, agency: $agency) { request } }`, variables: { id, agency },
    });
    await ask(named('Query.withheldFromSubject', 'id', 'agency'), { query: `query($id: ID!, $agency: ID!) { withheldFromSubject(id: $id, agency: $agency) { request records } }`, variables: { id, agency } });
    await ask(named('Mutation.verifySubjectRequest', 'agency', 'id', 'outcome'), {
      query: `mutation($id: ID!, $agency: ID!) { verifySubjectRequest(agency: $agency, id: $id, outcome: "lawful") ${selectionOf('SubjectVerification')} }`, variables: { id, agency },
    });
  }
}

async function askLists({ ask }: Observing): Promise<void> {
  const query = `query($agency: ID, $state: String, $after: String, $first: Int) { subjectRequests(agency: $agency, state: $state, after: $after, first: $first) ${selectionOf('SubjectRequestConnection')} }`;
  for (const variables of [{}, { first: 1 }, { first: 101 }, { state: 'answered' }, { state: 'lost' }, { after: 'none' }, { agency: 'fia' }, { agency: 'nobody' }]) {
    await ask(named('Query.subjectRequests', 'agency', 'state', 'after', 'first'), { query, variables });
  }
}

/** As the observer asks, through another client of its agency. */
function asks({ client, transcript, pair: { observer } }: Observing, by: string): Observing['ask'] {
  return async (exits, asked) => {
    const reasons = { purpose: observer.purposes[0]!, legalBasis: observer.legalBases[0]!, officer: OFFICER, ...asked };
    const answered = transcript.expect(exits, `${asked.query} ${JSON.stringify(asked.variables ?? {})} by ${by}`);
    const answer = await client.graphql(by, reasons);
    answered(`${answer.status}\n${answer.text}`);
    return answer;
  };
}
