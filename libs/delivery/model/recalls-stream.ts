import { PURPOSES } from '#libs/contracts';
import type { Stream } from '#libs/directory';

/** Name of the stream that every agency has without a subscription: what has to be done with copies does not wait for one. */
export const RECALLS = 'recalls';

/** It carries no record, and so no class. */
export function recallsOf(agency: string): Stream {
  return { agency, name: RECALLS, kinds: [], purpose: PURPOSES[0]!.code, legalBasis: 'none given', classes: 0, expiresAt: new Date(8.64e15) };
}
