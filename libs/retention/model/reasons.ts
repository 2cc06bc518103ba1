import { Refusal } from '#libs/kernel';
import { PERSON_LISTS } from '#libs/records';

/** Why a record, or a person in it, is erased: a code, for words of one's own might name somebody. */
export const ERASURE_REASONS = {
  'time-limit': 'LED art. 5: the date set for it has come',
  'no-longer-necessary': 'LED art. 4(1)(c), (e)',
  unlawful: 'LED art. 16(2): processing infringes art. 4, 8 or 10',
  'legal-obligation': 'LED art. 16(2)',
  'data-subject': 'LED art. 16(2), GDPR art. 17(1): at the request of the person',
  'consent-withdrawn': 'GDPR art. 17(1)(b)',
} as const;

/** @throws Refusal CODE_UNKNOWN */
export function expectErasureReason(reason: string): void {
  if (!Object.hasOwn(ERASURE_REASONS, reason)) {
    throw Refusal.because('CODE_UNKNOWN', 'reason', 'LED art. 16(2)', `This is one of: ${Object.keys(ERASURE_REASONS).join(', ')}.`);
  }
}

/** @throws Refusal CODE_UNKNOWN */
export function expectPersons(list: string): void {
  if (!PERSON_LISTS.some((name) => name === list)) throw Refusal.because('CODE_UNKNOWN', 'list', 'schemas/graphql', `This is one of: ${PERSON_LISTS.join(', ')}.`);
}
