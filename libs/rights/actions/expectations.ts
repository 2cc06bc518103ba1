import { isUuid, Refusal, type Caller } from '#libs/kernel';
import type { Participant, RecordKeeping } from '#libs/records';

/** @throws Refusal ACTION_NOT_ALLOWED for whoever is no officer of the agency's data protection: what is opened here names persons, and the ledger names who opened it */
export function expectRightsOfficer(keeping: RecordKeeping, caller: Caller): Participant {
  if (caller.officer === null || !caller.roles.includes('data-protection-officer')) {
    throw Refusal.because('ACTION_NOT_ALLOWED', '', 'LED art. 25(1), 34', 'This is for an officer of the agency\'s data-protection officer.');
  }
  return keeping.agency(caller.agency);
}

/** @throws Refusal RECORD_NOT_FOUND: what is no id is nobody's */
export function expectRequest(...ids: readonly string[]): void {
  if (!ids.every(isUuid)) throw Refusal.because('RECORD_NOT_FOUND', 'id', 'hub', 'There is no such request, or none that you may see.');
}

/** Whose requests are read: of the caller's own agency, or of the one that the supervisor names. @throws Refusal ACTION_NOT_ALLOWED, AGENCY_UNKNOWN */
export function expectReader(keeping: RecordKeeping, caller: Caller, agency: string | null): void {
  const own = caller.roles.includes('data-protection-officer') && (agency ?? caller.agency) === caller.agency;
  if (!own && !caller.roles.includes('supervisor')) {
    throw Refusal.because('ACTION_NOT_ALLOWED', 'agency', 'LED art. 17, 34, 47', 'Requests are for the agency\'s data-protection officer, and for the supervisor.');
  }
  if (!own && !keeping.directory.agency(agency ?? '')) throw Refusal.because('AGENCY_UNKNOWN', 'agency', 'directory', 'No agency of this code takes part.');
}
