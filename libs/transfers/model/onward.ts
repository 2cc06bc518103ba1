import type { RecordLabel } from '#libs/policy';
import { audienceOf, type Participant } from '#libs/records';

/** How a record may go on to another agency: not at all, with the originator's consent, or with that of two of its officers and a transfer record. */
export type Way = 'none' | 'onward-sharing' | 'onward-transfer';

/** Onward rules under which the originator is not even asked. */
const CLOSED = ['none', 'within-recipients'];

/** Everything that an agency may see of a record, for all purposes together. */
export function classesFor(label: RecordLabel, agency: Participant, now: number): number {
  return audienceOf(label, [agency], now).reduce((mask, { classes }) => mask | classes, 0);
}

/**
 * The rule table is asked what the target would see as a named recipient, with a transfer record and without. Nothing
 * that the asker does not see itself is its to pass on; and of whom else the record is addressed to, or was transferred
 * to, the answer tells nothing, for none of it is asked about.
 */
export function wayTo(label: RecordLabel, asker: Participant, target: Participant, now: number): Way {
  if (CLOSED.includes(label.onward) || [asker.agency, label.originator].includes(target.agency)) return 'none';
  const named = { ...label, recipients: [target.agency], transfers: [] };
  const without = classesFor(named, target, now);
  const whole = classesFor({ ...named, transfers: [target.agency] }, target, now);
  if (whole === 0 || (whole & ~classesFor(label, asker, now)) !== 0) return 'none';
  return whole === without ? 'onward-sharing' : 'onward-transfer';
}
