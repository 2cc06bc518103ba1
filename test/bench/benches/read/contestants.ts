import { cursorOf } from '#libs/records';
import type { Post, Tls } from '../../measure/post.js';

/** Cases as all contestants must give them; what they call things, and how they write moments, is their own affair. */
export type Answer = readonly Record<string, unknown>[];

export interface Contestant {
  /** Of a page: the newest `FIRST` cases before this id. Of one case: the case with this id. For the agency that reads. */
  ask(id: string): Promise<string>;
  read(text: string): Answer;
}

/** Where a contestant answers, and how it is asked: all by the same client with the same certificate. */
export interface Place {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly post: Post;
  readonly tls: Tls;
}

export const READER = 'fia';
export const FIRST = 50;

const CASE = `id version asOf status openedOn summary exploitation envelope { reference tlp classification purposes }
  originator { code name } victims { ref gender majority citizenships } offences { code stage }
  alerts { id type urgency text originator { code name } }`;
const PAGE = `query Cases($after: String, $first: Int) { cases(first: $first, after: $after) { edges { node { ${CASE} } } } }`;
const ONE = `query One($id: ID!) { case(id: $id) { ${CASE} } }`;

/** The hub, or whatever stands before the same subgraphs. */
export function page(place: Place): Contestant {
  return {
    ask: (before) => asked(place, PAGE, { first: FIRST, after: cursorOf({ id: before }) }),
    read: (text) => JSON.parse(text).data.cases.edges.map(({ node }: any) => ordered(node)),
  };
}

export function one(place: Place): Contestant {
  return { ask: (id) => asked(place, ONE, { id }), read: (text) => [ordered(JSON.parse(text).data.case)] };
}

export function plain({ url, headers, post, tls }: Place): Contestant {
  return {
    ask: (before) => post(url, headers, { agency: READER, before, first: FIRST }, tls),
    read: (text) => JSON.parse(text).cases.map(ordered),
  };
}

const PEER_CASE = `id version asOf status openedOn summary exploitation envelope agencyByOriginator { code name } victims offences
  alertsByRecordId(orderBy: PRIMARY_KEY_DESC) { nodes { id type urgency text agencyByOriginator { code name } } }`;
const PEER_PAGE = `query Cases($after: Cursor, $first: Int) { allRecords(first: $first, after: $after, orderBy: PRIMARY_KEY_DESC) { nodes { ${PEER_CASE} } } }`;
const PEER_ONE = `query One($id: UUID!) { recordById(id: $id) { ${PEER_CASE} } }`;

export function postgraphilePage(place: Place): Contestant {
  const after = (id: string) => Buffer.from(JSON.stringify(['primary_key_desc', [id]])).toString('base64');
  return {
    ask: (before) => asked(place, PEER_PAGE, { first: FIRST, after: after(before) }),
    read: (text) => JSON.parse(text).data.allRecords.nodes.map(fromPeer),
  };
}

export function postgraphileOne(place: Place): Contestant {
  return { ask: (id) => asked(place, PEER_ONE, { id }), read: (text) => [fromPeer(JSON.parse(text).data.recordById)] };
}

function asked({ url, headers, post, tls }: Place, query: string, variables: Readonly<Record<string, unknown>>): Promise<string> {
  return post(`${url}/graphql`, headers, { query, variables }, tls);
}

function fromPeer({ agencyByOriginator, alertsByRecordId, ...record }: any): Record<string, unknown> {
  const alerts = alertsByRecordId.nodes.map(({ agencyByOriginator: originator, ...alert }: any) => ({ ...alert, originator }));
  return ordered({ ...record, originator: agencyByOriginator, alerts });
}

/** One order of fields and one way of writing a moment, for comparing. */
function ordered(record: any): Record<string, unknown> {
  const { id, version, asOf, status, openedOn, summary, exploitation, envelope, originator, victims, offences, alerts } = record;
  return { id, version, asOf: new Date(asOf).toISOString(), status, openedOn, summary, exploitation, envelope, originator, victims, offences, alerts };
}
