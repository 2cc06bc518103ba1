import { fetch } from 'undici';
import { Refusal, type Issue } from '#libs/kernel';
import type { Access } from './access.js';
import { AccessToken } from './access-token.js';
import { Away } from './away.js';
import { proofOf, type Proof } from './proof.js';

export interface GraphAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphFault[];
}

export interface GraphFault {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string; readonly issues?: readonly Issue[] };
}

/** Why and on which basis every request of this client is made. */
export interface Reason {
  readonly purpose: string;
  readonly legalBasis: string;
  /** The case, or the task, that it is made for. */
  readonly caseReference: string;
}

/** Answers in milliseconds, or the hub counts as away. */
const PATIENCE = 120_000;
const NOT_NOW = new Set([429, 502, 503, 504]);

/** The public GraphQL door, as any client of an agency uses it. */
export class HubClient {
  readonly #proof: Proof;
  readonly #token: AccessToken;

  /** @param officer for whom it asks; a machine where not said */
  constructor(private readonly access: Access, private readonly reason: Reason, officer?: string) {
    this.#proof = proofOf(access);
    this.#token = new AccessToken(access, this.#proof, officer);
  }

  /**
   * One operation and its answer, refusals of fields included.
   * @throws Away when trying again may help; Refusal UNAUTHENTICATED
   */
  async ask(query: string, variables: Readonly<Record<string, unknown>>): Promise<GraphAnswer> {
    const body = JSON.stringify({ query, variables });
    const first = await this.#post(body);
    if (first.status !== 401) return first.answer;
    this.#token.drop();
    const second = await this.#post(body);
    if (second.status === 401) throw Refusal.because('UNAUTHENTICATED', '', 'RFC 6750 §3.1', 'The hub does not take this client\'s token.');
    return second.answer;
  }

  async #post(body: string): Promise<{ status: number; answer: GraphAnswer }> {
    const token = await this.#token.get();
    const { purpose, legalBasis, caseReference } = this.reason;
    const { graphqlUrl } = this.access;
    const proved = await this.#proof.with(token, 'POST', graphqlUrl);
    const response = await fetch(graphqlUrl, {
      method: 'POST', body, signal: AbortSignal.timeout(PATIENCE), dispatcher: this.#proof.dispatcher,
      headers: { ...proved, 'content-type': 'application/json', 'amanat-purpose': purpose, 'amanat-legal-basis': legalBasis, 'amanat-case-reference': caseReference },
    }).catch((error: unknown) => { throw Away.because(error); });
    const text = await response.text().catch((error: unknown) => { throw Away.because(error); });
    if (NOT_NOW.has(response.status)) throw new Away(`the hub answers ${response.status}`, true);
    return { status: response.status, answer: answerIn(text, response.status) };
  }
}

function answerIn(text: string, status: number): GraphAnswer {
  try {
    const answer = JSON.parse(text) as GraphAnswer;
    if (answer !== null && typeof answer === 'object' && (answer.data !== undefined || answer.errors !== undefined)) return answer;
  } catch {
    // Something between the client and the hub has answered in the hub's place.
  }
  throw new Away(`the answer ${status} is not the hub's`, true);
}
