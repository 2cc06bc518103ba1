import { feedOf, type Delivery } from '../../world/hub/exits.js';
import { eventually, type Answer, type Hub, type Receipt } from '../../world/hub.js';

const DUTY = 'id record kind act changed at since deadline status outcome legalBasis doneAt confirmedAt';
const DUTIES = `query($status: String, $after: String, $first: Int) { recalls(status: $status, after: $after, first: $first) { edges { cursor node { ${DUTY} } } pageInfo { hasNextPage endCursor } } }`;
const MADE = `query($record: ID, $after: String, $first: Int) { recallsMade(record: $record, after: $after, first: $first) { edges { cursor node {
  id record kind act ground version at liftedAt holders { agency since deadline status outcome legalBasis doneAt confirmedAt alertedAt } } } pageInfo { hasNextPage endCursor } } }`;
const CONFIRM = `mutation($id: ID!, $outcome: String!, $legalBasis: String, $doneAt: DateTime) { confirmRecall(id: $id, outcome: $outcome, legalBasis: $legalBasis, doneAt: $doneAt) { ${DUTY} } }`;

export interface Duty {
  readonly id: string;
  readonly record: string;
  readonly act: string;
  readonly changed: readonly string[] | null;
  readonly at: string;
  readonly deadline: string;
  readonly status: string;
  readonly outcome: string | null;
}

export interface Made {
  readonly id: string;
  readonly record: string;
  readonly act: string;
  readonly ground: string | null;
  readonly version: number;
  readonly liftedAt: string | null;
  readonly holders: readonly { readonly agency: string; readonly status: string; readonly outcome: string | null; readonly legalBasis: string | null; readonly alertedAt: string | null }[];
}

/** Asks one of the queries of recalls, in whatever way. */
export const askDuties = (hub: Hub, client: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Answer> => hub.client.graphql(client, { query: DUTIES, variables });
export const askMade = (hub: Hub, client: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Answer> => hub.client.graphql(client, { query: MADE, variables });
export const askConfirm = (hub: Hub, client: string, variables: Readonly<Record<string, unknown>>): Promise<Answer> => hub.client.graphql(client, { query: CONFIRM, variables });

/** What an agency has to do with copies of one record, oldest first. */
export async function dutiesOf(hub: Hub, client: string, record: string): Promise<Duty[]> {
  const { data, text } = await askDuties(hub, client, { first: 100 });
  if (!data?.recalls) throw new Error(text);
  return (data.recalls.edges as { node: Duty }[]).map(({ node }) => node).filter((duty) => duty.record === record).reverse();
}

/** What the originator is told of one record, oldest first. */
export async function historyOf(hub: Hub, client: string, record: string): Promise<Made[]> {
  const { data, text } = await askMade(hub, client, { record, first: 100 });
  if (!data?.recallsMade) throw new Error(text);
  return (data.recallsMade.edges as { node: Made }[]).map(({ node }) => node).reverse();
}

/** Once the agency has been told of so many recalls of the record: these, oldest first. */
export async function toldOf(hub: Hub, client: string, record: string, count = 1): Promise<Duty[]> {
  let duties: Duty[] = [];
  await eventually(async () => (duties = await dutiesOf(hub, client, record)).length >= count, () => `${client} was told of ${duties.length} recalls of ${record}`);
  return duties;
}

export const recallsFeed = async (hub: Hub, client: string, record: string): Promise<Delivery[]> => (await feedOf(hub, client, null, 'recalls')).filter(({ recordId }) => recordId === record);

/**
 * Waits until the watch has passed every line that was there when this was called, for what must not come about.
 * The ledger is sealed to then, and everyone's place is behind it.
 */
export async function watchPassed(hub: Hub): Promise<void> {
  const [lines] = await hub.ground.rows<{ most: string }>('select count(*)::text as most from audit.ledger');
  await eventually(async () => {
    const [passed] = await hub.ground.rows<{ lines: string }>('select coalesce(sum(passed), 0)::text as lines from recalls.place');
    return Number(passed!.lines) + Number((await hub.ground.rows<{ lines: string }>(`select count(*)::text as lines from audit.ledger where agency = 'operator'`))[0]!.lines) >= Number(lines!.most);
  }, () => 'the watch did not pass all lines');
}

const RECEIPT = '{ id kind version duplicate }';
type Type = 'Case' | 'Incident' | 'Alert';
const rectification = (type: Type) => `mutation($id: ID!, $version: Int!, $ground: String!, $document: ${type}Input!, $key: ID!) { receipt: rectify${type}(id: $id, version: $version, ground: $ground, ${type.toLowerCase()}: $document, idempotencyKey: $key) ${RECEIPT} }`;
const restriction = (type: Type) => `mutation($id: ID!, $version: Int!, $ground: String!, $key: ID!) { receipt: restrict${type}(id: $id, version: $version, ground: $ground, idempotencyKey: $key) ${RECEIPT} }`;
const lifting = (type: Type) => `mutation($id: ID!, $version: Int!, $key: ID!) { receipt: lift${type}Restriction(id: $id, version: $version, idempotencyKey: $key) ${RECEIPT} }`;

type Version = Pick<Receipt, 'id' | 'version'>;
const keyed = ({ id, version }: Version, act: string) => ({ id, version, key: `${act}-${id}-${version}` });
export const rectify = (hub: Hub, client: string, of: Version, document: unknown, ground = 'inaccurate', type: Type = 'Case') => hub.client.graphql(client, { query: rectification(type), variables: { ...keyed(of, 'rectify'), ground, document } });
export const restrict = (hub: Hub, client: string, of: Version, ground = 'accuracy-contested', type: Type = 'Case') => hub.client.graphql(client, { query: restriction(type), variables: { ...keyed(of, 'restrict'), ground } });
export const lift = (hub: Hub, client: string, of: Version, type: Type = 'Case') => hub.client.graphql(client, { query: lifting(type), variables: keyed(of, 'lift') });
