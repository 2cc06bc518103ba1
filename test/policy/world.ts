import { classesIn, purposeMask } from '#libs/contracts';
import { TLP_RANK } from '#libs/kernel';
import { CATEGORY, type AudienceLabel, type RecordLabel, type RequestLabel } from '#libs/policy';

export const AGENCIES = {
  fia: { agency: 'fia', type: 'investigation', regime: 'PK' },
  nccia: { agency: 'nccia', type: 'investigation', regime: 'PK' },
  beoe: { agency: 'beoe', type: 'labour', regime: 'PK' },
  pta: { agency: 'pta', type: 'telecom', regime: 'PK' },
  'police-punjab': { agency: 'police-punjab', type: 'investigation', regime: 'PK' },
  europol: { agency: 'europol', type: 'investigation', regime: 'EU-AGENCY' },
  frontex: { agency: 'frontex', type: 'border', regime: 'EU-AGENCY' },
  'de-bka': { agency: 'de-bka', type: 'investigation', regime: 'EU-LED' },
  iom: { agency: 'iom', type: 'protection', regime: 'IO' },
} as const satisfies Record<string, AudienceLabel>;

export type AgencyCode = keyof typeof AGENCIES;

/** A record in a lawyer's words. What a case does not say: FIA's, TLP AMBER, no recipients, every purpose permitted. */
export interface Given {
  readonly originator?: AgencyCode;
  readonly tlp?: string;
  readonly recipients?: readonly AgencyCode[];
  readonly transfers?: readonly AgencyCode[];
  readonly purposes?: readonly string[];
  readonly about?: readonly (keyof typeof CATEGORY)[];
  readonly handling?: readonly string[];
  readonly restricted?: boolean;
  readonly withdrawn?: boolean;
  readonly erasedOn?: string;
  readonly victimAgreed?: boolean;
}

export interface When {
  readonly agency: AgencyCode;
  readonly purpose: string;
  readonly clearance?: string;
  /** By a machine that names no officer. */
  readonly withoutOfficer?: boolean;
  readonly on?: string;
}

/** One golden case: `then` is exactly what is seen, in the order of the classes. */
export interface Golden {
  readonly name: string;
  readonly given: Given;
  readonly when: When;
  readonly then: readonly string[];
}

const PURPOSES = [
  'criminal-investigation', 'victim-protection', 'immigration-control', 'labour-regulation',
  'content-blocking', 'judicial-cooperation', 'threat-analysis',
];

export function recordOf(given: Given): RecordLabel {
  const originator = given.originator ?? 'fia';
  return {
    originator,
    regime: AGENCIES[originator].regime,
    tlp: TLP_RANK[given.tlp ?? 'AMBER']!,
    recipients: given.recipients ?? [],
    transfers: given.transfers ?? [],
    purposes: purposeMask(...(given.purposes ?? PURPOSES)),
    categories: (given.about ?? []).reduce((mask, code) => mask | CATEGORY[code], 0),
    handling: given.handling ?? [],
    restricted: given.restricted ?? false,
    state: given.withdrawn ? 'withdrawn' : 'active',
    eraseAt: Date.parse(given.erasedOn ?? '2036-01-01'),
    referralConsent: given.victimAgreed ?? false,
    onward: 'originator-control',
  };
}

export function requestOf(when: When): RequestLabel {
  return {
    purpose: purposeMask(when.purpose),
    clearance: TLP_RANK[when.clearance ?? 'RED']!,
    officer: !when.withoutOfficer,
    now: Date.parse(when.on ?? '2026-11-01'),
  };
}

export const namesOf = (mask: number): readonly string[] => classesIn(mask);

export const EVERYTHING = [
  'REFERENCE', 'EVENT', 'OFFENCE', 'METHOD', 'FINANCE', 'ASSESSMENT', 'EVIDENCE', 'CUSTODY', 'SUSPECT_IDENTITY',
  'VICTIM_IDENTITY', 'VICTIM_CONTACT', 'WITNESS_IDENTITY', 'SPECIAL_CATEGORY',
];

/** What a named investigator sees of a case, without names. */
export const OPEN_CASE = ['REFERENCE', 'EVENT', 'OFFENCE', 'METHOD', 'FINANCE', 'ASSESSMENT', 'EVIDENCE'];
export const INVESTIGATOR = [...OPEN_CASE, 'SUSPECT_IDENTITY', 'VICTIM_IDENTITY', 'WITNESS_IDENTITY'];
export const PROTECTOR = [
  ...OPEN_CASE, 'SUSPECT_IDENTITY', 'VICTIM_IDENTITY', 'VICTIM_CONTACT', 'WITNESS_IDENTITY', 'SPECIAL_CATEGORY',
];
export const NOTHING: readonly string[] = [];
