/** What an act asks of whoever holds a copy. Hours count from when the holder was told. */
export interface ActTerms {
  readonly answerWithin: number;
  readonly remindAfter: number;
  /** What a holder may say that it did: no other outcome answers the act. */
  readonly outcomes: readonly Outcome[];
}

export type Act = 'withdrawn' | 'erased' | 'rectified' | 'restricted';
export type Outcome = 'erased' | 'rectified' | 'restricted' | 'nothing-held' | 'kept-by-law';

/**
 * The acts that follow every copy (LED art. 7(3), 16(5)-(6)). Whoever must keep what is withdrawn or wrong says by which
 * law (`kept-by-law`, art. 16(2)-(3)); what is restricted is kept anyhow, and only not used.
 */
export const ACTS: Readonly<Record<Act, ActTerms>> = {
  withdrawn: { answerWithin: 72, remindAfter: 48, outcomes: ['erased', 'nothing-held', 'kept-by-law'] },
  erased: { answerWithin: 72, remindAfter: 48, outcomes: ['erased', 'nothing-held', 'kept-by-law'] },
  rectified: { answerWithin: 72, remindAfter: 48, outcomes: ['rectified', 'erased', 'nothing-held', 'kept-by-law'] },
  restricted: { answerWithin: 72, remindAfter: 48, outcomes: ['restricted', 'erased', 'nothing-held'] },
};

export const OUTCOMES: readonly string[] = [...new Set(Object.values(ACTS).flatMap(({ outcomes }) => outcomes))];

export const STATUSES = ['open', 'overdue', 'confirmed', 'ended'] as const;
