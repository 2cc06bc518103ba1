import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '#libs/kernel';
import { steady, type Pace } from './model/pace.js';

/** What each agency may ask of one process of the hub; all its clients together, and no other agency's counted. */
export interface QuotaLimits {
  /** Questions and events handed in, a second. Twice as many may come at once. */
  readonly requests: number;
  readonly submissions: number;
  /** Questions being answered, and subscriptions and sockets that are open, at any moment. */
  readonly atOnce: number;
  readonly streams: number;
}

export type QuotaName = keyof QuotaLimits;

/** How one request stands with its agency's quota. */
export interface Passage {
  /** `RateLimit-Policy`, and from half of the quota on `RateLimit` (draft-ietf-httpapi-ratelimit-headers). */
  readonly headers: Readonly<Record<string, string>>;
  /** Null when it may pass. `Retry-After` then stands in the headers. */
  readonly refusal: Refusal | null;
  /** To be called once when it has been answered. */
  leave(): void;
}

export const QUOTA: QuotaLimits = { requests: 1_000, submissions: 500, atOnce: 50, streams: 200 };

/** Told with each refusal; for the operator's numbers. */
export type Refused = (agency: string, quota: QuotaName) => void;

/**
 * The agencies' quotas, each agency's its own: with one budget for all, one agency's load would be a
 * message to every other, and its flood their outage.
 */
export class Quotas {
  readonly #paces: Record<'requests' | 'submissions', Pace>;
  readonly #open = { atOnce: new Map<string, number>(), streams: new Map<string, number>() };
  #refused: Refused = () => undefined;

  constructor(readonly limits: QuotaLimits = QUOTA, now: () => number = () => performance.now()) {
    this.#paces = { requests: steady(limits.requests, now), submissions: steady(limits.submissions, now) };
  }

  /** Who is told of refusals. */
  tell(refused: Refused): void {
    this.#refused = refused;
  }

  /** A request of the agency begins; what it asks has not been looked at. */
  enter(agency: string, what: 'atOnce' | 'streams'): Passage {
    const { requests } = this.limits;
    const policy = { 'RateLimit-Policy': `"requests";q=${requests};w=1` };
    const { wait, left } = this.#paces.requests.take(agency, 1);
    if (wait > 0) return this.#turnedAway(agency, 'requests', wait, policy);
    if ((this.#open[what].get(agency) ?? 0) >= this.limits[what]) return this.#turnedAway(agency, what, 1_000, policy);
    // A number in every answer would tell nothing more, and no two answers would be the same.
    const headers = left < requests ? { ...policy, RateLimit: `"requests";r=${left};t=1` } : policy;
    return { headers, refusal: null, leave: this.#count(agency, what) };
  }

  /** Throws `QUOTA_EXCEEDED` when the agency hands in more than it may. */
  submit(agency: string, documents: number): void {
    const { wait } = this.#paces.submissions.take(agency, documents);
    if (wait > 0) throw this.#refusal(agency, 'submissions', wait);
  }

  /** Resolves when the agency may hand in one more: what comes by topic is not refused but waits. */
  async turn(agency: string): Promise<void> {
    for (;;) {
      const { wait } = this.#paces.submissions.take(agency, 1);
      if (wait === 0) return;
      await pause(wait);
    }
  }

  #turnedAway(agency: string, quota: QuotaName, wait: number, policy: Record<string, string>): Passage {
    const seconds = Math.ceil(wait / 1000);
    const headers = { ...policy, RateLimit: `"requests";r=0;t=${seconds}`, 'Retry-After': String(seconds) };
    return { headers, refusal: this.#refusal(agency, quota, wait), leave: () => undefined };
  }

  #refusal(agency: string, quota: QuotaName, wait: number): Refusal {
    this.#refused(agency, quota);
    return Refusal.because('QUOTA_EXCEEDED', '', `hub: quota of ${quota}`, `your agency's quota of ${WORDS[quota]} is used up; try again in ${Math.ceil(wait / 1000)} s`);
  }

  #count(agency: string, what: 'atOnce' | 'streams'): () => void {
    const open = this.#open[what];
    open.set(agency, (open.get(agency) ?? 0) + 1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const rest = open.get(agency)! - 1;
      if (rest > 0) open.set(agency, rest);
      else open.delete(agency);
    };
  }
}

const WORDS: Readonly<Record<QuotaName, string>> = {
  requests: 'requests a second', submissions: 'submissions a second', atOnce: 'requests at once', streams: 'open streams',
};
