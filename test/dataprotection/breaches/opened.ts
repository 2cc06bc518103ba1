import { randomUUID } from 'node:crypto';
import { eventually, type Answer, type Hub } from '../../world/hub.js';
import { MARKED_CASE, markedCase } from '../../world/marked-case.js';

const ACCOUNT = 'from to nature risk subjects subjectCategories consequences measures proposed facts effects remedy contact';
const BREACH = `{ id agency status openedAt awareAt dueAt overdue ${ACCOUNT} records kinds { kind records } notifications { number channel authority sentAt delay client }
  communication { decision ground at decidedAt } required { required ground at } closedAt closingReason told { notice agency at records acknowledgedAt } history { act client officer } }`;
const NOTICE = '{ id agency at from to nature risk consequences measures proposed contact records acknowledgedAt passedOnAt told { agency records acknowledgedAt } }';
const DOCUMENT = `{ breach agency name regime country number sentAt channel authority awareAt dueAt inTime delay ${ACCOUNT} records kinds { kind records } communication { decision } missing }`;
const page = (node: string) => `{ edges { cursor node ${node} } pageInfo { hasNextPage endCursor } }`;

const TYPES: Readonly<Record<string, string>> = {
  awareAt: 'DateTime!', from: 'DateTime', to: 'DateTime', nature: '[String!]', risk: 'String', subjects: 'Int', subjectCategories: '[String!]', consequences: '[String!]', measures: '[String!]', proposed: '[String!]',
  facts: 'String', effects: 'String', remedy: 'String', contact: 'String', records: '[ID!]', lookUpsClient: 'String', lookUpsOfficer: 'String', lookUpsFrom: 'DateTime', lookUpsTo: 'DateTime', holdingsOf: 'ID',
  idempotencyKey: 'ID!', id: 'ID!', channel: 'String!', authority: 'String', sentAt: 'DateTime', delay: 'String', decision: 'String!', ground: 'String', at: 'DateTime', reason: 'String', passOn: 'Boolean', agency: 'ID!', required: 'Boolean!',
};

export type Given = Readonly<Record<string, unknown>>;
export interface Told { readonly notice: string; readonly agency: string; readonly records: number; readonly acknowledgedAt: string | null }
export interface Notice { readonly id: string; readonly agency: string; readonly records: readonly string[]; readonly acknowledgedAt: string | null; readonly passedOnAt: string | null; readonly contact: string | null; readonly told: readonly Told[] }

/** So many hours before this moment. */
export const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

/** What is known at first of a breach that an agency became aware of an hour ago. */
export const known = (): Given => ({ awareAt: ago(1), from: ago(30), to: ago(20), nature: ['confidentiality'], risk: 'risk', facts: 'A login was used from outside the office.' });

/** A client at the public door of a hub that opens breaches, deals with them and is told of them. */
export function protector(hub: Hub, client: string) {
  const ask = (query: string, variables: Given = {}): Promise<Answer> => hub.client.graphql(client, { query, variables });
  const act = (name: string, given: Given, node: string) => {
    const args = Object.keys(given);
    return ask(`mutation(${args.map((arg) => `$${arg}: ${TYPES[arg]}`).join(', ')}) { ${name}(${args.map((arg) => `${arg}: $${arg}`).join(', ')}) ${node} }`, given);
  };
  const keyed = (given: Given) => ({ idempotencyKey: randomUUID(), ...given });
  return {
    ask,
    open: (given: Given) => act('openBreach', keyed(given), BREACH),
    add: (id: string, given: Given) => act('addToBreach', keyed({ id, ...given }), BREACH),
    notify: (id: string, given: Given) => act('notifyBreach', keyed({ id, ...given }), BREACH),
    decide: (id: string, given: Given) => act('decideBreachCommunication', keyed({ id, ...given }), BREACH),
    require: (id: string, agency: string, required: boolean, ground?: string) => act('requireBreachCommunication', { id, agency, required, ...(ground ? { ground } : {}) }, BREACH),
    close: (id: string, given: Given = {}) => act('closeBreach', keyed({ id, ...given }), BREACH),
    acknowledge: (id: string, passOn?: boolean) => act('acknowledgeBreach', { id, ...(passOn === undefined ? {} : { passOn }) }, NOTICE),
    register: (variables: Given = {}) => ask(`query($agency: ID, $status: String, $after: String, $first: Int) { breaches(agency: $agency, status: $status, after: $after, first: $first) ${page(BREACH)} }`, variables),
    breach: async (id: string, agency?: string) => (await ask(`query($id: ID!, $agency: ID) { breach(id: $id, agency: $agency) ${BREACH} }`, { id, agency })).data.breach,
    document: (id: string, more: Given = {}) => ask(`query($id: ID!, $agency: ID, $number: Int) { breachDocument(id: $id, agency: $agency, number: $number) ${DOCUMENT} }`, { id, ...more }),
    records: (id: string, more: Given = {}) => ask(`query($id: ID!, $after: String, $first: Int) { breachRecords(id: $id, after: $after, first: $first) ${page('{ id kind own }')} }`, { id, ...more }),
    notifications: () => ask(`{ breachNotifications ${page('{ breach agency number channel sentAt delay }')} }`),
    notices: async (variables: Given = {}): Promise<Notice[]> =>
      (await ask(`query($after: String, $first: Int) { breachNotices(after: $after, first: $first) ${page(NOTICE)} }`, { first: 100, ...variables })).data.breachNotices.edges.map(({ node }: { node: Notice }) => node),
  };
}

/** A case for these agencies and no other. */
export const caseFor = (recipients: readonly string[], envelope: Given = {}) => markedCase({ purposes: ['criminal-investigation', 'victim-protection'], recipients, ...envelope });

/** A case of fia's that these agencies, and no other, have read and are sent, once the ledger's watch knows that they hold a copy. */
export async function heldCase(hub: Hub, readers: readonly string[], envelope: Given = {}): Promise<string> {
  const { id } = await hub.client.submit('fia', 'case', caseFor(readers, envelope));
  for (const client of readers) {
    const { data } = await hub.client.graphql(client, { query: MARKED_CASE, variables: { id } });
    if (data?.case?.id !== id) throw new Error(`${client} was not shown ${id}`);
  }
  await eventually(async () => Number((await hub.ground.rows<{ count: string }>('select count(*) from recalls.copy where record_id = $1', [id]))[0]!.count) >= readers.length, () => 'the watch knows of too few copies', 30_000);
  return id;
}

/** What a client was told of a record, once it was told so often. */
export async function noticesOf(hub: Hub, client: string, record: string, count = 1): Promise<Notice[]> {
  let found: Notice[] = [];
  await eventually(async () => (found = (await protector(hub, client).notices()).filter(({ records }) => records.includes(record))).length >= count, () => `${client} was told ${found.length} times of ${record}`, 30_000);
  return found;
}

/** Until the jobs of a breach were done, for what must not come about: whoever was to be told is. */
export const toldWholly = (hub: Hub, id: string) => eventually(async () =>
  (await hub.ground.rows(`select from graphile_worker._private_jobs where key = $1`, [`breaches.tell/${id}`])).length === 0, () => 'the job of the breach was not done', 30_000);
