import { eventually, type Answer, type Hub } from '../world/hub.js';

const RECEIPT = '{ id procedure state duplicate }';
const REQUEST = `{ id procedure askedBy answeredBy record terms { name value } state needed askedAt expiresAt closedAt steps { at step agency officer reason delegate } }`;

export interface Step { readonly at: string; readonly step: string; readonly agency: string | null; readonly officer: string | null; readonly reason: string | null; readonly delegate: string | null }
export interface Request {
  readonly id: string; readonly procedure: string; readonly askedBy: string; readonly answeredBy: string; readonly record: string; readonly state: string; readonly needed: number;
  readonly terms: readonly { readonly name: string; readonly value: string }[]; readonly steps: readonly Step[];
}

/** An officer at the public door of a hub, who asks, answers and looks. */
export const officer = (hub: Hub, client: string, name = 'o-1', purpose?: string) => {
  const ask = (query: string, variables: Record<string, unknown> = {}): Promise<Answer> => hub.client.graphql(client, { query, variables, officer: name, ...(purpose ? { purpose } : {}) });
  return {
    ask,
    /** That another agency may have a record too. */
    onward: (record: string, to: string, more: Record<string, unknown> = {}) => ask(`mutation($record: ID!, $to: String!, $justification: String!, $basis: String, $key: ID!) {
      receipt: requestOnwardSharing(record: $record, to: $to, justification: $justification, basis: $basis, idempotencyKey: $key) ${RECEIPT} }`,
    { record, to, justification: 'investigation', key: `${record}/${to}`, ...more }),
    /** That its own agency may use a record for a purpose that the record does not name. */
    further: (record: string, further: string, classes: readonly string[], more: Record<string, unknown> = {}) => ask(`mutation($record: ID!, $further: String!, $legalBasis: String!, $necessity: String!, $proportionality: String!, $classes: [String!]!, $until: DateTime, $key: ID!) {
      receipt: requestFurtherUse(record: $record, purpose: $further, legalBasis: $legalBasis, necessity: $necessity, proportionality: $proportionality, classes: $classes, until: $until, idempotencyKey: $key) ${RECEIPT} }`,
    { record, further, classes, legalBasis: 'PTPA2018', necessity: 'investigation', proportionality: 'gravity', key: `${record}/${further}/${classes.join()}`, ...more }),
    takeBack: (id: string) => ask(`mutation($id: ID!) { receipt: takeBackApproval(id: $id) ${RECEIPT} }`, { id }),
    answer: (id: string, agree: boolean, reason: string | null = agree ? null : 'not-necessary') =>
      ask(`mutation($id: ID!, $agree: Boolean!, $reason: String) { receipt: answerApproval(id: $id, agree: $agree, reason: $reason) ${RECEIPT} }`, { id, agree, reason }),
    delegate: (id: string, to: string) => ask(`mutation($id: ID!, $officer: String!) { receipt: delegateApproval(id: $id, officer: $officer) ${RECEIPT} }`, { id, officer: to }),
    withdraw: (id: string) => ask(`mutation($id: ID!) { receipt: withdrawApprovalRequest(id: $id) ${RECEIPT} }`, { id }),
    requests: async (state: string | null = null): Promise<Request[]> => {
      const { data } = await ask(`query($state: String) { approvalRequests(state: $state, first: 100) { edges { node ${REQUEST} } } }`, { state });
      return data.approvalRequests.edges.map(({ node }: { node: Request }) => node);
    },
    deadlines: async () => (await ask('{ deadlines { matter subject dueAt state doneAt } }')).data.deadlines as { matter: string; subject: string; state: string }[],
    reads: async (id: string) => (await ask('query($id: ID!) { case(id: $id) { id version withheld summary envelope { tlp onward handling { code text } } suspects { identity { fullName } } } }', { id })).data?.case,
  };
};

/** Says of a request which it is, as a party sees it. */
export const requestOf = async (party: ReturnType<typeof officer>, id: string): Promise<Request> => (await party.requests()).find((one) => one.id === id)!;

/** What is to come of a request comes now: its moments are moved back, and its job is due. */
export async function letCome(hub: Hub, id: string, moments: Readonly<Partial<Record<'remind_at' | 'escalate_at' | 'expires_at', string>>>): Promise<void> {
  const set = Object.entries(moments).map(([column, value]) => `${column} = ${value}`).join(', ');
  await hub.ground.rows(`update approvals.request set ${set} where id = $1`, [id]);
  await hub.ground.rows(`update graphile_worker._private_jobs set run_at = now() where key = $1`, [`approvals.attend/${id}`]);
}

export const untilStep = (hub: Hub, id: string, step: string) =>
  eventually(async () => (await hub.ground.rows('select from approvals.step where request = $1 and step = $2', [id, step])).length > 0, () => `the request was not ${step}`);
