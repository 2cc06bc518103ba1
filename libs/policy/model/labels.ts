/** Bits of `RecordLabel.categories` (LED art. 6: categories of data subject). */
export const CATEGORY = { VICTIM: 1, SUSPECT: 2, WITNESS: 4 } as const;

/** What the rules may know of a record: its handling, never its content. The SQL columns carry the same names in snake case. */
export interface RecordLabel {
  /** Code of the agency whose record it is. */
  readonly originator: string;
  /** Legal regime of the originator: PK, EU-LED, EU-AGENCY, IO. */
  readonly regime: string;
  /** TLP 2.0 rank, see `TLP_RANK` in the kernel. */
  readonly tlp: number;
  /** Codes of the agencies named as recipients; task forces expanded. */
  readonly recipients: readonly string[];
  /** Codes of the agencies for which a transfer record exists (LED art. 35-38). */
  readonly transfers: readonly string[];
  /** Mask of the purposes that the originator permits. */
  readonly purposes: number;
  /** Mask of `CATEGORY`: whom the record is about. */
  readonly categories: number;
  /** Handling codes H0 … H3. */
  readonly handling: readonly string[];
  /** Restricted processing (LED art. 16(3)). */
  readonly restricted: boolean;
  readonly state: 'active' | 'withdrawn';
  /** Milliseconds since 1970: from this moment nobody sees the record. */
  readonly eraseAt: number;
  /** Every victim in the record agreed to be referred to a protection partner. */
  readonly referralConsent: boolean;
  readonly onward: string;
}

/** What the rules may know of an agency; from the hub's directory, never from the agency's claim. */
export interface AudienceLabel {
  readonly agency: string;
  /** investigation, border, labour, telecom or protection. */
  readonly type: string;
  readonly regime: string;
}

export interface RequestLabel {
  /** The one purpose of the request, as a bit. */
  readonly purpose: number;
  /** Highest TLP rank that the caller may see; `AUDIENCE_CLEARANCE` when an audience is worked out at write time. */
  readonly clearance: number;
  /** Does the request name the officer who asks (LED art. 25(1))? True when an audience is worked out. */
  readonly officer: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The audience of a record is an agency's, whatever its clients are cleared for and whoever asks; a read asks again with the caller's own. */
export const AUDIENCE_CLEARANCE = 4;
export const AUDIENCE_OFFICER = true;
