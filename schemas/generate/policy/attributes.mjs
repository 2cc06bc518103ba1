/**
 * Every attribute a rule may name, its type, and its parameter in SQL. `literals` is the list that
 * gives a code its number: a bit for masks, a rank for TLP.
 * Types: text, codes (a list of texts), mask, rank, flag, time.
 */
export const ATTRIBUTES = {
  'record.originator': { type: 'text', sql: 'originator text' },
  'record.regime': { type: 'text', sql: 'regime text' },
  'record.tlp': { type: 'rank', sql: 'tlp smallint' },
  'record.recipients': { type: 'codes', sql: 'recipients text[]' },
  'record.transfers': { type: 'codes', sql: 'transfers text[]' },
  'record.purposes': { type: 'mask', sql: 'purposes int', literals: 'purposes' },
  'record.categories': { type: 'mask', sql: 'categories int', literals: 'categories' },
  'record.handling': { type: 'codes', sql: 'handling text[]' },
  'record.restricted': { type: 'flag', sql: 'restricted boolean' },
  'record.state': { type: 'text', sql: 'state text' },
  'record.eraseAt': { type: 'time', sql: 'erase_at timestamptz' },
  'record.referralConsent': { type: 'flag', sql: 'referral_consent boolean' },
  'record.onward': { type: 'text', sql: 'onward text' },
  'audience.agency': { type: 'text', sql: 'agency text' },
  'audience.type': { type: 'text', sql: 'agency_type text' },
  'audience.regime': { type: 'text', sql: 'agency_regime text' },
  'request.purpose': { type: 'mask', sql: 'purpose int', literals: 'purposes' },
  'request.clearance': { type: 'rank', sql: 'clearance int' },
  'request.officer': { type: 'flag', sql: 'officer boolean' },
  'request.now': { type: 'time', sql: 'now timestamptz' },
};

export const CATEGORIES = { VICTIM: 1, SUSPECT: 2, WITNESS: 4 };
export const TLP_RANKS = { CLEAR: 0, GREEN: 1, AMBER: 2, 'AMBER+STRICT': 3, RED: 4 };
