/** The words of the reference model. They are written down here again, and not taken from the product, so that a slip there is not repeated here. */
export const OPEN = ['REFERENCE', 'EVENT', 'OFFENCE', 'METHOD', 'FINANCE', 'ASSESSMENT', 'EVIDENCE', 'CUSTODY'] as const;
export const SEALED = ['SUSPECT_IDENTITY', 'VICTIM_IDENTITY', 'VICTIM_CONTACT', 'WITNESS_IDENTITY', 'SPECIAL_CATEGORY'] as const;
export const EVERY_CLASS = [...OPEN, ...SEALED] as const;
export type Class = (typeof EVERY_CLASS)[number];

export const PURPOSES = [
  'criminal-investigation', 'victim-protection', 'immigration-control', 'labour-regulation', 'content-blocking', 'judicial-cooperation', 'threat-analysis',
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Traffic light protocol 2.0, from who may know to who may not. */
export const LIGHTS = ['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'] as const;
export type Light = (typeof LIGHTS)[number];

export const TYPES = ['investigation', 'border', 'labour', 'telecom', 'protection'] as const;
export const REGIMES = ['PK', 'EU-LED', 'EU-AGENCY', 'IO'] as const;

export interface Agency {
  readonly code: string;
  readonly type: (typeof TYPES)[number];
  readonly regime: (typeof REGIMES)[number];
}

/** An agency's part in a task force; for good where it has no end. */
export interface Membership {
  readonly taskForce: string;
  readonly agency: string;
  readonly since: Date;
  readonly until: Date | null;
}

/** How its originator wants a record handled. */
export interface Label {
  readonly tlp: Light;
  readonly purposes: readonly Purpose[];
  /** Agencies, and task forces: whoever is a member is addressed. */
  readonly recipients: readonly string[];
  /** Agencies that a transfer record names. */
  readonly transfers: readonly string[];
  readonly handling: readonly ('H0' | 'H1' | 'H2')[];
  readonly consent: boolean;
  readonly restricted: boolean;
  /** Day on which it is erased, ISO 8601. */
  readonly erased: string;
}

/** Who asks, as far as what may be seen depends on it. */
export interface Observer {
  readonly agency: Agency;
  readonly client: string;
  readonly roles: readonly string[];
  readonly classes: readonly Class[];
  readonly purposes: readonly Purpose[];
  readonly legalBases: readonly string[];
  readonly clearance: Light;
}
