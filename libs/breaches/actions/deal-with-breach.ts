import type { Disclosed } from '#libs/disclosure';
import { Refusal, type Caller } from '#libs/kernel';
import type { Breach } from '../model/breach.js';
import { codeOf, expectId, lineOf, pastMoment, textOf } from '../model/checks.js';
import { CHANNELS, DECISIONS, PUBLIC_GROUND } from '../model/codes.js';
import { actOnBreach } from '../postgres/breach.store.js';
import type { BreachKeeping } from './breach-keeping.js';

interface Acting {
  readonly id: string;
  readonly idempotencyKey: string;
}

export interface Notifying extends Acting {
  /** `hub`: the authority reads it here, from now on; `outside`: it was sent in another way. */
  readonly channel: string;
  /** To which authority, where it is outside. */
  readonly authority?: string | null;
  readonly sentAt?: string | null;
  /** Why it comes later than 72 hours (art. 30(1)). */
  readonly delay?: string | null;
}

export interface Deciding extends Acting {
  readonly decision: string;
  readonly ground?: string | null;
  /** When the persons, or the public, were told. */
  readonly at?: string | null;
}

export interface Closing extends Acting {
  readonly reason?: string | null;
}

/** What the law asks for once there is a breach: the authority notified (LED art. 30(1)), a decision on telling data subjects (art. 31), an end. */
export class DealWithBreach {
  constructor(private readonly keeping: BreachKeeping) {}

  /** @throws Refusal ACTION_NOT_ALLOWED, CODE_UNKNOWN, FIELD_REQUIRED, INPUT_INVALID, FORMAT_INVALID, DATE_IN_FUTURE, TEXT_PERSONAL, RECORD_NOT_FOUND, BREACH_CLOSED, DATES_IN_DISORDER, DELAY_UNEXPLAINED */
  async notify(caller: Caller, said: Notifying): Promise<Disclosed<Breach>> {
    this.#expect(caller, said);
    const channel = codeOf(said.channel, CHANNELS, 'channel', 'LED art. 30(1)');
    const { authority, sentAt } = channel === 'hub' ? this.#inside(said) : this.#outside(said);
    const delay = said.delay == null ? null : textOf(said.delay, 'delay');
    return this.#act(caller, 'notify', 'notify-breach', said, { channel, authority, sentAt, delay });
  }

  /** @throws Refusal ACTION_NOT_ALLOWED, CODE_UNKNOWN, FIELD_REQUIRED, INPUT_INVALID, FORMAT_INVALID, DATE_IN_FUTURE, RECORD_NOT_FOUND, BREACH_CLOSED, DATES_IN_DISORDER */
  async decide(caller: Caller, said: Deciding): Promise<Disclosed<Breach>> {
    this.#expect(caller, said);
    const decision = codeOf(said.decision, Object.keys(DECISIONS), 'decision', 'LED art. 31');
    const ground = groundOf(decision, said.ground ?? null);
    const happened = decision === 'communicated' || ground === PUBLIC_GROUND;
    if (happened && said.at == null) throw Refusal.because('FIELD_REQUIRED', 'at', 'LED art. 31(1), (3)(c)', 'Say when they were told.');
    if (!happened && said.at != null) throw Refusal.because('INPUT_INVALID', 'at', 'LED art. 31', 'By this decision nobody was told.');
    const at = said.at == null ? null : pastMoment(said.at, 'at', this.keeping.now());
    return this.#act(caller, 'decide', 'decide-breach-communication', said, { decision, ground, at });
  }

  /** @throws Refusal ACTION_NOT_ALLOWED, FIELD_REQUIRED, TEXT_TOO_LONG, TEXT_UNSAFE, TEXT_PERSONAL, RECORD_NOT_FOUND, BREACH_CLOSED, BREACH_INCOMPLETE */
  async close(caller: Caller, said: Closing): Promise<Disclosed<Breach>> {
    this.#expect(caller, said);
    return this.#act(caller, 'close', 'close-breach', said, { reason: said.reason == null ? null : textOf(said.reason, 'reason') });
  }

  #expect(caller: Caller, { id }: Acting): void {
    this.keeping.expectProtector(caller);
    expectId(id);
  }

  #inside({ authority, sentAt }: Notifying) {
    if (authority != null || sentAt != null) throw Refusal.because('INPUT_INVALID', authority == null ? 'sentAt' : 'authority', 'LED art. 30(1)', 'Inside the hub it is the hub\'s supervisory authority, and now.');
    if (!this.keeping.hasAuthority()) throw Refusal.because('INPUT_INVALID', 'channel', 'LED art. 30(1)', 'No supervisory authority takes part in this hub: say to which one it was sent.');
    return { authority: null, sentAt: null };
  }

  #outside({ authority, sentAt }: Notifying) {
    if (authority == null || sentAt == null) throw Refusal.because('FIELD_REQUIRED', authority == null ? 'authority' : 'sentAt', 'LED art. 30(1)', 'Say to which authority it was sent, and when.');
    return { authority: lineOf(authority, 'authority'), sentAt: pastMoment(sentAt, 'sentAt', this.keeping.now()) };
  }

  #act(caller: Caller, act: 'notify' | 'decide' | 'close', action: string, said: Acting, checked: object): Promise<Disclosed<Breach>> {
    return this.keeping.act(caller, action, said.idempotencyKey, [said], (tx, claim) => actOnBreach(tx, act, claim, said.id, checked));
  }
}

/** @throws Refusal FIELD_REQUIRED, CODE_UNKNOWN, INPUT_INVALID */
function groundOf(decision: string, given: string | null): string | null {
  const grounds = DECISIONS[decision]!;
  if (grounds.length === 0) {
    if (given !== null) throw Refusal.because('INPUT_INVALID', 'ground', 'LED art. 31(1)', 'Whoever tells needs no ground.');
    return null;
  }
  if (given === null) throw Refusal.because('FIELD_REQUIRED', 'ground', 'LED art. 31(3), (5)', `This is one of: ${grounds.join(', ')}.`);
  return codeOf(given, grounds, 'ground', 'LED art. 31(3), (5)');
}
