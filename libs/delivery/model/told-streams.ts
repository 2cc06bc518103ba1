import { PURPOSES } from '#libs/contracts';
import type { Stream } from '#libs/directory';

/** Names of the streams that every agency has without a subscription: what it has to do, what it is asked, and what concerns its data-protection officer, does not wait for one. */
export const RECALLS = 'recalls';
export const APPROVALS = 'approvals';
export const PROTECTION = 'protection';
export const TOLD = [RECALLS, APPROVALS, PROTECTION] as const;

/** It carries no record, and so no class. */
export function toldOn(name: (typeof TOLD)[number], agency: string): Stream {
  return { agency, name, kinds: [], purpose: PURPOSES[0]!.code, legalBasis: 'none given', classes: 0, expiresAt: new Date(8.64e15) };
}
