import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createClient as createSseClient, NetworkError } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { fetch } from 'undici';
import { WebSocket } from 'ws';
import { Tokens, type ClientTls } from './tokens.js';

/** One question of a client: purpose and legal basis are its first ones in the register unless said. */
export interface Asked {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly purpose?: string;
  readonly legalBasis?: string;
  /** For whom the client asks; an officer of the tests where not said and the client has some, null for a machine. */
  readonly officer?: string | null;
  /** The case; one of the tests where not said. */
  readonly caseReference?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  /** The body as it came. */
  readonly text: string;
  readonly data: any;
  /** Codes of its errors, in order. */
  readonly codes: readonly string[];
  /** The operation's id, by which its ledger lines are found. */
  readonly operation: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface StreamEvent {
  readonly data?: any;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

export interface Receipt {
  readonly id: string;
  readonly kind: string;
  readonly version: number;
  readonly duplicate: boolean;
}

const RECEIPT = '{ id kind version duplicate }';

/** Every mutation calls its answer `receipt`. */
export const SUBMISSIONS = {
  case: `mutation($document: CaseInput!, $key: ID!) { receipt: submitCase(case: $document, idempotencyKey: $key) ${RECEIPT} }`,
  incident: `mutation($document: IncidentInput!, $key: ID!) { receipt: submitIncident(incident: $document, idempotencyKey: $key) ${RECEIPT} }`,
  alert: `mutation($document: AlertInput!, $key: ID!) { receipt: raiseAlert(alert: $document, idempotencyKey: $key) ${RECEIPT} }`,
};
export const AMENDMENT = `mutation($id: ID!, $version: Int!, $document: CaseInput!, $key: ID!) {
  receipt: amendCase(id: $id, version: $version, case: $document, idempotencyKey: $key) ${RECEIPT} }`;
export const WITHDRAWAL = `mutation($id: ID!, $version: Int!, $reason: String!, $key: ID!) {
  receipt: withdrawCase(id: $id, version: $version, reason: $reason, idempotencyKey: $key) ${RECEIPT} }`;
export const ACKNOWLEDGEMENT = `mutation($id: ID!, $key: ID!) { receipt: acknowledgeAlert(id: $id, idempotencyKey: $key) ${RECEIPT} }`;

interface Enrolled {
  readonly id: string;
  readonly roles: readonly string[];
  readonly purposes: readonly string[];
  readonly legalBases: readonly string[];
}

const CLIENTS = (JSON.parse(readFileSync('deploy/local/participants.json', 'utf8')) as { clients: readonly Enrolled[] }).clients;

/** One request as the proof of possession names it. */
export interface Addressed {
  readonly method: string;
  readonly path: string;
}

const QUERY: Addressed = { method: 'POST', path: '/graphql' };

/** The hub as an agency's own software meets it: nothing but addresses, a client id, its secret and its key, or its certificate. */
export class HubClient {
  readonly tokens: Tokens;

  constructor(readonly url: string, tlsOf?: (client: string) => ClientTls) {
    this.tokens = new Tokens(url, tlsOf);
  }

  /** The client's access token, of a machine unless an officer is named. */
  token(client: string, officer: string | null = null): Promise<string> {
    return this.tokens.get(client, officer);
  }

  /** POST /graphql. */
  async graphql(client: string, asked: Asked): Promise<Answer> {
    const { query, variables } = asked;
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST', headers: { 'content-type': 'application/json', ...(await this.headers(client, asked)) }, body: JSON.stringify({ query, variables }),
      ...this.tokens.dispatcher(client),
    });
    const text = await response.text();
    const { data, errors = [] } = JSON.parse(text) as { data?: unknown; errors?: { extensions: { code: string } }[] };
    return { status: response.status, text, data, codes: errors.map((error) => error.extensions.code), operation: response.headers.get('amanat-operation'), headers: Object.fromEntries(response.headers) };
  }

  /** Hands a record in and expects that it is taken. Purpose and legal basis of the request are the client's first ones. */
  submit(client: string, kind: keyof typeof SUBMISSIONS, document: unknown, key: string = randomUUID()): Promise<Receipt> {
    return this.write(client, SUBMISSIONS[kind], { document, key });
  }

  amend(client: string, { id, version }: Pick<Receipt, 'id' | 'version'>, document: unknown, key: string = randomUUID()): Promise<Receipt> {
    return this.write(client, AMENDMENT, { id, version, document, key });
  }

  withdraw(client: string, { id, version }: Pick<Receipt, 'id' | 'version'>, key: string = randomUUID()): Promise<Receipt> {
    return this.write(client, WITHDRAWAL, { id, version, reason: 'Handed in by mistake.', key });
  }

  /** A mutation whose answer is called `receipt`. @throws Error with the answer when it was refused */
  async write(client: string, query: string, variables: Readonly<Record<string, unknown>>): Promise<Receipt> {
    const { data, text } = await this.graphql(client, { query, variables });
    if (!data?.receipt) throw new Error(text);
    return data.receipt as Receipt;
  }

  /** A subscription by server-sent events. */
  async *events(client: string, asked: Asked): AsyncGenerator<StreamEvent> {
    const sse = createSseClient({
      url: `${this.url}/graphql/stream`, headers: await this.headers(client, asked, { method: 'POST', path: '/graphql/stream' }), retryAttempts: 0,
      fetchFn: (address: string, init: object) => fetch(address, { ...init, ...this.tokens.dispatcher(client) }),
    });
    try {
      yield* sse.iterate({ query: asked.query, variables: { ...asked.variables } }) as AsyncIterable<StreamEvent>;
    } catch (error) {
      throw error instanceof NetworkError && error.response ? new Error(await (error.response as Response).text()) : error;
    } finally {
      sse.dispose();
    }
  }

  /** The same subscription by WebSocket. */
  async *socket(client: string, asked: Asked): AsyncGenerator<StreamEvent> {
    const tls = this.tokens.tlsOf?.(client);
    const ws = createSocketClient({
      url: `${this.url.replace('http', 'ws')}/graphql`, retryAttempts: 0, connectionParams: await this.headers(client, asked, { method: 'GET', path: '/graphql' }),
      webSocketImpl: class extends WebSocket { constructor(address: string, protocols: string) { super(address, protocols, { ...tls }); } },
    });
    try {
      yield* ws.iterate({ query: asked.query, variables: { ...asked.variables } }) as unknown as AsyncIterable<StreamEvent>;
    } finally {
      await ws.dispose();
    }
  }

  /** Headers that are good for one request: the proof in them is, too. */
  async headers(client: string, asked: Omit<Asked, 'query'> = {}, { method, path }: Addressed = QUERY): Promise<Record<string, string>> {
    const enrolled = CLIENTS.find((one) => one.id === client);
    const officer = asked.officer === undefined ? officerOf(enrolled) : asked.officer;
    return {
      ...(await this.tokens.proving(client, await this.token(client, officer), method, path)),
      'amanat-purpose': asked.purpose ?? enrolled?.purposes[0] ?? '',
      'amanat-legal-basis': asked.legalBasis ?? enrolled?.legalBases[0] ?? '',
      'amanat-case-reference': asked.caseReference ?? 'FIR-1/2026',
      ...asked.headers,
    };
  }
}

const officerOf = (client: Enrolled | undefined): string | null => (client?.roles.includes('officer') ? 'o-1' : null);
