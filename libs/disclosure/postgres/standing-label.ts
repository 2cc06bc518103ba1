/**
 * The label of a stored record `r` as the rules are asked with it: what a legal hold keeps past its erasure date is
 * restricted, for its originator alone, and erased when the hold ends (LED art. 16(3)(b)). `labelFrom` says the same.
 */
export const STANDING_RESTRICTED = '(r.restricted or (r.erase_at <= now() and r.held_until > now()))';
export const STANDING_ERASE_AT = 'greatest(r.erase_at, r.held_until)';
