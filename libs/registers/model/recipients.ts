import { PURPOSES } from '#libs/contracts';
import { AUDIENCE_CLEARANCE, AUDIENCE_OFFICER, CATEGORY, visibleClasses, type AudienceLabel, type RecordLabel } from '#libs/policy';

/** What a record of the agency's that names the other as recipient shows it. Masks of classes. */
export interface Shown {
  readonly plainly: number;
  /** Only where a transfer record names it (LED art. 35-38). */
  readonly byTransfer: number;
}

const EVERY_PURPOSE = PURPOSES.reduce((mask, { bit }) => mask | (1 << bit), 0);

/** The rule table is asked, for every purpose, about a record against which nothing is held. */
export function shownTo(other: AudienceLabel, own: AudienceLabel): Shown {
  const plainly = seen(record(own, other, false), other);
  return { plainly, byTransfer: seen(record(own, other, true), other) & ~plainly };
}

function seen(label: RecordLabel, audience: AudienceLabel): number {
  const ask = (purpose: number) => visibleClasses(label, audience, { purpose, clearance: AUDIENCE_CLEARANCE, officer: AUDIENCE_OFFICER, now: 0 });
  return PURPOSES.reduce((mask, { bit }) => mask | ask(1 << bit), 0);
}

function record({ agency, regime }: AudienceLabel, other: AudienceLabel, transferred: boolean): RecordLabel {
  return {
    originator: agency, regime, tlp: 0, recipients: [other.agency], transfers: transferred ? [other.agency] : [], purposes: EVERY_PURPOSE,
    categories: CATEGORY.VICTIM | CATEGORY.SUSPECT | CATEGORY.WITNESS, handling: [], restricted: false, state: 'active',
    eraseAt: Number.POSITIVE_INFINITY, referralConsent: true, onward: '',
  };
}
