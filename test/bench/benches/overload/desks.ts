import { SUBMISSIONS } from '../../../world/hub/client.js';
import type { Tls } from '../../measure/post.js';
import type { HubServer } from '../../world/hub-server.js';
import { inventedCase } from '../../world/invented-case.js';

/** Who hands in at the same time. */
export const AGENCIES = ['fia', 'nccia', 'police-punjab', 'europol'];
const RARE = 1_667;

/** One agency's software, as it asks the hub. */
export interface Desk {
  readonly agency: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: Tls;
  /** A submit of case number `turn` under this key. */
  body(key: string, turn: number): unknown;
}

export function desksOf(server: HubServer): Promise<Desk[]> {
  return Promise.all(AGENCIES.map(async (agency) => ({
    agency, url: `${server.client.url}/graphql`, tls: server.tlsOf(agency),
    headers: await server.client.headers(agency, { purpose: 'criminal-investigation', officer: null }),
    body: (key: string, turn: number) => ({ query: SUBMISSIONS.case, variables: { document: caseOf(agency, turn), key } }),
  })));
}

function caseOf(agency: string, turn: number): unknown {
  const { document } = inventedCase(turn, RARE);
  const envelope = document.envelope as { recipients: string[] };
  return { ...document, envelope: { ...envelope, recipients: [...envelope.recipients.filter((code) => code !== agency), 'iom'] } };
}
