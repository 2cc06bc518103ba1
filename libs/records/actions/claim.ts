import { callerFacts } from '#libs/disclosure';
import { isUuid, Refusal, type Caller } from '#libs/kernel';
import type { Envelope } from '#libs/keys';
import type { Claim } from '../postgres/record.store.js';

const LONGEST_KEY = 500;
const LONGEST_REASON = 4_000;
/** What PostgreSQL cannot keep (NUL), or no person can see. */
const UNSEEN = /[\p{Cc}\p{Cs}]/u;

/**
 * An agency's own key with the fingerprint of what stands behind it: keyed, for it outlives the data,
 * and a bare hash of a name can be guessed. @throws Refusal FORMAT_INVALID
 */
export function claimOf(envelope: Envelope, caller: Caller, key: string, ...content: readonly unknown[]): Claim {
  if (key.trim() === '' || key.length > LONGEST_KEY || UNSEEN.test(key)) {
    throw Refusal.because('FORMAT_INVALID', 'idempotencyKey', `hub: 1 to ${LONGEST_KEY} visible characters`, 'The key is empty, too long or holds control characters.');
  }
  return { caller: callerFacts(caller), key, content: envelope.digest(JSON.stringify([caller.agency, ...content])) };
}

/** @throws Refusal RECORD_NOT_FOUND: what is no id is nobody's */
export function expectId(id: string): void {
  if (!isUuid(id)) throw Refusal.because('RECORD_NOT_FOUND', 'id', 'hub', 'There is no such record of yours.');
}

/** @throws Refusal FIELD_REQUIRED, TEXT_TOO_LONG, TEXT_UNSAFE */
export function expectReason(reason: string): void {
  if (reason.trim() === '') throw Refusal.because('FIELD_REQUIRED', 'reason', 'LED art. 7(3)', 'Say why the record is taken back.');
  if (reason.length > LONGEST_REASON) throw Refusal.because('TEXT_TOO_LONG', 'reason', `at most ${LONGEST_REASON} characters`, 'The reason is too long.');
  if (UNSEEN.test(reason.replace(/[\n\t]/gu, ' '))) throw Refusal.because('TEXT_UNSAFE', 'reason', 'Unicode UTS 39', 'The reason holds control characters.');
}
