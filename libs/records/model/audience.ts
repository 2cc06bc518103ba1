import { PURPOSES } from '#libs/contracts';
import { AUDIENCE_CLEARANCE, visibleClasses, type AudienceLabel, type RecordLabel } from '#libs/policy';

/** What one agency may see of a record, for those purposes for which it may see the same. */
export interface AudienceEntry {
  readonly audience: string;
  readonly purposes: number;
  readonly classes: number;
}

/** Asks the rule table for every agency and purpose; purposes with the same answer are one entry. */
export function audienceOf(label: RecordLabel, agencies: readonly AudienceLabel[], now: number): AudienceEntry[] {
  return agencies.flatMap((agency) => entriesOf(label, agency, now));
}

function entriesOf(label: RecordLabel, agency: AudienceLabel, now: number): AudienceEntry[] {
  const purposesByMask = new Map<number, number>();
  for (const { bit } of PURPOSES) {
    const purpose = 1 << bit;
    const classes = visibleClasses(label, agency, { purpose, clearance: AUDIENCE_CLEARANCE, now });
    if (classes !== 0) purposesByMask.set(classes, (purposesByMask.get(classes) ?? 0) | purpose);
  }
  return [...purposesByMask].map(([classes, purposes]) => ({ audience: agency.agency, purposes, classes }));
}
