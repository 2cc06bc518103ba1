import { officerForm, proof } from '#libs/importing';
import { Agent, fetch, type Dispatcher } from 'undici';
import { keyOf } from '../keys.js';
import { secretOf } from '../template.js';

/** PEM of whom to trust as the hub, and of a client's certificate and key. */
export interface ClientTls {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** How the tests' clients prove who they are: by certificate where they have one, else by secret and their own key (DPoP). */
export class Tokens {
  readonly #tokens = new Map<string, Promise<string>>();
  readonly #dispatchers = new Map<string, Dispatcher>();

  constructor(private readonly url: string, readonly tlsOf?: (client: string) => ClientTls) {}

  /** The client's access token (RFC 6749 §4.4), for an officer where one is named; fetched once. */
  get(client: string, officer: string | null): Promise<string> {
    const name = `${client} ${officer}`;
    const token = this.#tokens.get(name) ?? this.fetch(client, officer);
    this.#tokens.set(name, token);
    return token;
  }

  /** A new one, whatever was fetched before. */
  async fetch(client: string, officer: string | null): Promise<string> {
    const address = `${this.url}/oauth/token`;
    const named = officer === null ? {} : await officerForm({ client, officer, issuer: this.url, key: keyOf(client).privateKey, kid: keyOf(client).jwk.kid! });
    const login = Buffer.from([client, secretOf(client)].map(encodeURIComponent).join(':')).toString('base64');
    const response = await fetch(address, {
      method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_id: client, ...named }),
      headers: this.tlsOf ? {} : { authorization: `Basic ${login}`, dpop: await proof(keyOf(client), 'POST', address) },
      ...this.dispatcher(client),
    });
    if (!response.ok) throw new Error(`the token endpoint answers ${response.status}: ${await response.text()}`);
    return ((await response.json()) as { access_token: string }).access_token;
  }

  /** What shows that the token is the client's own, in one request; `path` from the hub's address. */
  async proving(client: string, token: string, method: string, path: string): Promise<Record<string, string>> {
    if (this.tlsOf) return { authorization: `Bearer ${token}` };
    return { authorization: `DPoP ${token}`, dpop: await proof(keyOf(client), method, `${this.url}${path}`, token) };
  }

  dispatcher(client: string): { dispatcher?: Dispatcher } {
    if (!this.tlsOf) return {};
    const known = this.#dispatchers.get(client) ?? new Agent({ connect: { ...this.tlsOf(client) } });
    this.#dispatchers.set(client, known);
    return { dispatcher: known };
  }
}
