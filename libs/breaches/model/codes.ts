/** What an account of a breach says in codes, each with its law: words of one's own might name somebody. */

/** LED art. 3(11): destruction, loss, alteration, unauthorised disclosure of, or access to, personal data. */
export const NATURES = ['confidentiality', 'integrity', 'availability'] as const;

/** How likely it is that persons come to harm: LED art. 30(1) for `unlikely`, art. 31(1) for `high`. */
export const RISKS = ['unlikely', 'risk', 'high'] as const;

/** LED art. 6. */
export const SUBJECTS = ['suspects', 'convicted', 'victims', 'others'] as const;

/** LED recital 61, in its order; and recital 51, physical harm. */
export const CONSEQUENCES = [
  'loss-of-control', 'limitation-of-rights', 'discrimination', 'identity-theft-or-fraud', 'financial-loss', 'reversal-of-pseudonymisation',
  'damage-to-reputation', 'loss-of-professional-secrecy', 'social-or-economic-disadvantage', 'physical-harm',
] as const;

/** What was done, or is going to be: LED art. 30(3)(d). */
export const MEASURES = [
  'access-ended', 'credentials-changed', 'weakness-closed', 'system-taken-off', 'data-recovered', 'data-restored', 'erased-by-recipient',
  'persons-protected', 'staff-instructed', 'watched-more-closely', 'proceedings-begun',
] as const;

/** By which way the supervisory authority is notified: inside the hub it reads the document here. */
export const CHANNELS = ['hub', 'outside'] as const;

/** LED art. 31(3): why nobody has to be told; with c the public is told in their place. */
export const NOT_REQUIRED = ['LED-31-3-A', 'LED-31-3-B', 'LED-31-3-C'];

/** LED art. 31(5) with 13(3): inquiries, criminal offences, public security, national security, the rights of others. */
const KEPT_BACK = ['LED-13-3-A', 'LED-13-3-B', 'LED-13-3-C', 'LED-13-3-D', 'LED-13-3-E'];

/** What may be decided about telling data subjects (LED art. 31), with the grounds of which each needs one. */
export const DECISIONS: Readonly<Record<string, readonly string[]>> = {
  communicated: [], 'not-required': NOT_REQUIRED, delayed: KEPT_BACK, restricted: KEPT_BACK, omitted: KEPT_BACK,
};

/** The public communication stands in the place of the others, and so has a moment too. */
export const PUBLIC_GROUND = 'LED-31-3-C';
