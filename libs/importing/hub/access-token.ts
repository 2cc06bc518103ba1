import { Refusal } from '#libs/kernel';
import { Away } from './away.js';
import type { Access } from './access.js';

/** A token is renewed this long before it ends, in milliseconds, so that none ends on its way. */
const MARGIN = 60_000;

/** The client's token (RFC 6749 §4.4): fetched when first asked for, and again before it ends. */
export class AccessToken {
  #current: Promise<string> | undefined;
  #until = 0;

  constructor(private readonly access: Access) {}

  /** @throws Refusal UNAUTHENTICATED; Away when the issuer does not answer */
  get(): Promise<string> {
    if (this.#current && Date.now() < this.#until) return this.#current;
    this.#until = Number.POSITIVE_INFINITY; // the others wait for the one request under way
    this.#current = this.#fetch().catch((error: unknown) => {
      this.drop();
      throw error;
    });
    return this.#current;
  }

  /** Forgets a token that the hub did not take. */
  drop(): void {
    this.#current = undefined;
    this.#until = 0;
  }

  async #fetch(): Promise<string> {
    const { client, secret, tokenUrl } = this.access;
    const login = [client, secret].map(encodeURIComponent).join(':');
    const response = await fetch(tokenUrl, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(login).toString('base64')}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials',
      signal: AbortSignal.timeout(30_000),
    }).catch((error: unknown) => { throw new Away(Away.because(error).message, false); });
    if (response.status === 400 || response.status === 401) {
      throw Refusal.because('UNAUTHENTICATED', '', 'RFC 6749 §5.2', 'The hub does not know this client or its secret.');
    }
    const answer = response.ok ? (await response.json().catch(() => ({}))) as { access_token?: string; expires_in?: number } : {};
    if (!answer.access_token) throw new Away(`the token endpoint answers ${response.status}`, false);
    const life = (answer.expires_in ?? 300) * 1000;
    this.#until = Date.now() + Math.max(life - MARGIN, life / 2);
    return answer.access_token;
  }
}
