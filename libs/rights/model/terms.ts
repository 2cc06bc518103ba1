/** By when a request is to be answered. Intervals of PostgreSQL, counted from when the agency received it. */
export interface Term {
  readonly within: string;
  /** By how much, once, where it is complex or there are many; null where the law allows no more time. */
  readonly extension: string | null;
  readonly law: string;
}

/** How long before it is due the data-protection officer is reminded. */
export const REMINDED_BEFORE = '7 days';

/**
 * By the regime of the agency. The directive says "without undue delay" and names no number (LED art. 12(3)); national
 * law may: its term goes here. Until then, and where no law binds an agency at all, the hub holds it to the month of
 * the GDPR, for of the two ends of a transfer the stricter rule holds.
 */
const TERMS: Readonly<Record<string, Term>> = {
  'EU-LED': { within: '1 month', extension: '2 months', law: 'LED art. 12(3): without undue delay; the month is that of GDPR art. 12(3)' },
  'EU-AGENCY': { within: '1 month', extension: '2 months', law: 'Regulation (EU) 2018/1725 art. 14(3)' },
  'EU-GDPR': { within: '1 month', extension: '2 months', law: 'GDPR art. 12(3)' },
  IO: { within: '1 month', extension: '2 months', law: 'GDPR art. 12(3), to which the agency\'s own policy is held here' },
  PK: { within: '1 month', extension: '2 months', law: 'No Pakistani law names a term; GDPR art. 12(3), the stricter rule of the two ends' },
};

/** Of a regime that nobody has thought of the strictest: a month, and no more. */
export const termOf = (regime: string): Term => TERMS[regime] ?? { within: '1 month', extension: null, law: 'GDPR art. 12(3)' };

export const EXTENSION_REASONS: readonly string[] = ['complex', 'many'];
