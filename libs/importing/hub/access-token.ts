import { importPKCS8 } from 'jose';
import { fetch } from 'undici';
import { Refusal } from '#libs/kernel';
import type { Access } from './access.js';
import { Away } from './away.js';
import { officerForm } from './officer-assertion.js';
import type { Proof } from './proof.js';

/** A token is renewed this long before it ends, in milliseconds, so that none ends on its way. */
const MARGIN = 60_000;

/** The client's token (RFC 6749 §4.4), for one of its officers where named: fetched when first asked for, and again before it ends. */
export class AccessToken {
  #current: Promise<string> | undefined;
  #until = 0;

  constructor(private readonly access: Access, private readonly proof: Proof, private readonly officer?: string) {}

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
    const { client, tokenUrl } = this.access;
    const form = { grant_type: 'client_credentials', client_id: client, ...(await this.#officerForm()) };
    const response = await fetch(tokenUrl, {
      method: 'POST', headers: await this.proof.forToken(tokenUrl), body: new URLSearchParams(form), dispatcher: this.proof.dispatcher,
      signal: AbortSignal.timeout(30_000),
    }).catch((error: unknown) => { throw new Away(Away.because(error).message, false); });
    if (response.status === 400 || response.status === 401) {
      throw Refusal.because('UNAUTHENTICATED', '', 'RFC 6749 §5.2', 'The hub does not take the certificate, secret or officer of this client.');
    }
    const answer = response.ok ? (await response.json().catch(() => ({}))) as { access_token?: string; expires_in?: number } : {};
    if (!answer.access_token) throw new Away(`the token endpoint answers ${response.status}`, false);
    const life = (answer.expires_in ?? 300) * 1000;
    this.#until = Date.now() + Math.max(life - MARGIN, life / 2);
    return answer.access_token;
  }

  /** Signed with the key of the client's certificate. */
  async #officerForm(): Promise<Record<string, string>> {
    const { client, tokenUrl, tls } = this.access;
    if (this.officer === undefined) return {};
    if (!tls?.key) throw Refusal.because('CREDENTIALS_MISSING', '', 'RFC 8693 §2.1', 'To name an officer takes the client\'s certificate and key.');
    const key = await importPKCS8(tls.key, 'ES256');
    return officerForm({ client, officer: this.officer, issuer: tokenUrl.replace(/\/oauth\/token$/u, ''), key });
  }
}
