import { PURPOSES, purposeMask } from '#libs/contracts';
import type { Caller } from '#libs/kernel';
import { AUDIENCE_CLEARANCE, AUDIENCE_OFFICER, visibleClasses, type AudienceLabel, type RecordLabel } from '#libs/policy';

/** What one agency may see of a record, for those purposes for which it may see the same. */
export interface AudienceEntry {
  readonly audience: string;
  readonly purposes: number;
  readonly classes: number;
}

/** An agency as the rules know it, with the task forces it belongs to now. */
export interface Participant extends AudienceLabel {
  readonly taskForces: readonly string[];
}

/** The label as it stands for one agency: a task force among the recipients names each of its members. */
export function addressedTo(label: RecordLabel, { agency, taskForces }: Participant): RecordLabel {
  const named = taskForces.some((code) => label.recipients.includes(code)) && !label.recipients.includes(agency);
  return named ? { ...label, recipients: [...label.recipients, agency] } : label;
}

/** Asks the rule table for every agency and purpose; purposes with the same answer are one entry. */
export function audienceOf(label: RecordLabel, agencies: readonly Participant[], now: number): AudienceEntry[] {
  return agencies.flatMap((agency) => entriesOf(addressedTo(label, agency), agency, now));
}

function entriesOf(label: RecordLabel, agency: AudienceLabel, now: number): AudienceEntry[] {
  const purposesByMask = new Map<number, number>();
  for (const { bit } of PURPOSES) {
    const purpose = 1 << bit;
    const classes = visibleClasses(label, agency, { purpose, clearance: AUDIENCE_CLEARANCE, officer: AUDIENCE_OFFICER, now });
    if (classes !== 0) purposesByMask.set(classes, (purposesByMask.get(classes) ?? 0) | purpose);
  }
  return [...purposesByMask].map(([classes, purposes]) => ({ audience: agency.agency, purposes, classes }));
}

/** How agencies see a label, as `announcementsOf` asks for it. */
export function seenThrough(label: RecordLabel, agencies: ReadonlyMap<string, Participant>, now: number) {
  return (code: string, purpose: number, clearance: number): number => {
    const agency = agencies.get(code);
    return agency ? visibleClasses(addressedTo(label, agency), agency, { purpose, clearance, officer: AUDIENCE_OFFICER, now }) : 0;
  };
}

/**
 * Mask of the classes of a record with this label that a caller's client stands for: with an officer or
 * without, since nothing is opened by it and the version an agency counts must not depend on who asks.
 */
export function seenBy(caller: Caller, agency: Participant, label: RecordLabel, now: number): number {
  const request = { purpose: purposeMask(caller.purpose), clearance: caller.clearance, officer: AUDIENCE_OFFICER, now };
  return visibleClasses(addressedTo(label, agency), agency, request) & caller.classes;
}
