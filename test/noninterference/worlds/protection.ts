import { maskOf, purposeMask } from '#libs/contracts';
import { loadParticipants } from '#libs/directory';
import { TLP_RANK } from '#libs/kernel';
import { keyOf, secretOf } from '../../world/index.js';
import type { HarnessHub } from '../hub/harness-hub.js';
import type { Pair } from './history.js';

/** The client of the data-protection officer of the observer's agency. */
export const protectionOf = ({ observer }: Pair): string => `${observer.agency.code}-dpo`;

/** In both worlds the observer's agency has one, and had before anything happened. */
export async function enrolProtection({ house }: HarnessHub, pair: Pair): Promise<void> {
  const id = protectionOf(pair);
  if (house.directory.client(id)) return;
  const { agency, purposes, legalBases } = pair.observer;
  const client = {
    id, agency: agency.code, roles: ['data-protection-officer' as const], rights: ['free-form-queries' as const], classes: maskOf('REFERENCE', 'CUSTODY'), purposes: purposeMask(...purposes),
    clearance: TLP_RANK.CLEAR!, legalBases: [...legalBases], jwks: { keys: [keyOf(id).jwk] },
  };
  await house.database.transaction((tx) => loadParticipants(tx, { agencies: [], clients: [client], streams: [], taskForces: [] }, async (ids) => new Map(ids.map((one) => [one, secretOf(one)]))));
  await house.directory.refresh();
}
