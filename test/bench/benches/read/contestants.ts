import { cursorOf } from '#libs/records';
import type { HubClient } from '../../../world/hub/client.js';
import type { Post, Tls } from '../../measure/post.js';

/** A case as all contestants must give it; what they call things, and how they write moments, is their own affair. */
export type Answer = readonly Record<string, unknown>[];

export interface Contestant {
  /** The newest `FIRST` cases before this id, for the agency that reads. */
  ask(before: string): Promise<string>;
  read(text: string): Answer;
}

export const READER = 'fia';
export const FIRST = 50;

const HUB_QUERY = `query Cases($after: String, $first: Int) { cases(first: $first, after: $after) { edges { node {
  id version asOf status openedOn summary exploitation envelope { reference tlp classification purposes }
  originator { code name } victims { ref gender majority citizenships } offences { code stage }
  alerts { id type urgency text originator { code name } } } } } }`;

export function hub(client: HubClient, headers: Readonly<Record<string, string>>, post: Post, tls: Tls): Contestant {
  return {
    ask: (before) => post(`${client.url}/graphql`, headers, { query: HUB_QUERY, variables: { first: FIRST, after: cursorOf({ id: before }) } }, tls),
    read: (text) => JSON.parse(text).data.cases.edges.map(({ node }: any) => ordered(node)),
  };
}

export function plain(url: string, post: Post, tls: Tls): Contestant {
  return {
    ask: (before) => post(url, {}, { agency: READER, before, first: FIRST }, tls),
    read: (text) => JSON.parse(text).cases.map(ordered),
  };
}

const PEER_QUERY = `query Cases($after: Cursor, $first: Int) { allRecords(first: $first, after: $after, orderBy: PRIMARY_KEY_DESC) { nodes {
  id version asOf status openedOn summary exploitation envelope agencyByOriginator { code name } victims offences
  alertsByRecordId(orderBy: PRIMARY_KEY_DESC) { nodes { id type urgency text agencyByOriginator { code name } } } } } }`;

export function postgraphile(url: string, post: Post, tls: Tls): Contestant {
  const after = (id: string) => Buffer.from(JSON.stringify(['primary_key_desc', [id]])).toString('base64');
  return {
    ask: (before) => post(url, { agency: READER }, { query: PEER_QUERY, variables: { first: FIRST, after: after(before) } }, tls),
    read: (text) => JSON.parse(text).data.allRecords.nodes.map(({ agencyByOriginator, alertsByRecordId, ...record }: any) => ordered({
      ...record, originator: agencyByOriginator,
      alerts: alertsByRecordId.nodes.map(({ agencyByOriginator: originator, ...alert }: any) => ({ ...alert, originator })),
    })),
  };
}

/** One order of fields and one way of writing a moment, for comparing. */
function ordered(record: any): Record<string, unknown> {
  const { id, version, asOf, status, openedOn, summary, exploitation, envelope, originator, victims, offences, alerts } = record;
  return { id, version, asOf: new Date(asOf).toISOString(), status, openedOn, summary, exploitation, envelope, originator, victims, offences, alerts };
}
