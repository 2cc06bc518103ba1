import { EVERY_CLASS, type Class, type Label } from '../model/words.js';
import type { Content, Kind } from './history.js';

type Tree = Record<string, unknown>;

/** What a document is made of. */
export interface Written {
  readonly kind: Kind;
  readonly label: Label;
  readonly content: Content;
  readonly persons: boolean;
  /** Id of the case that an alert is about. */
  readonly caseId: string | null;
}

/** Stands nowhere but in a field of its class: wherever it turns up, that class has left. */
export function wordOf(name: Class, turned = 0): string {
  return `Zz${name.toLowerCase().replaceAll('_', '')}-${turned}`;
}

/** The words of classes in what an exit gave. */
export function wordsIn(bytes: string): Set<string> {
  return new Set(EVERY_CLASS.flatMap((name) => bytes.match(new RegExp(`${wordOf(name).slice(0, -2)}-\\d`, 'gu')) ?? []));
}

/** A document whose every class says how often it was turned: in texts, in the lengths of lists, and in what may be filtered by. */
export function documentOf(written: Written): Tree {
  const turned = (name: Class) => written.content[name] ?? 0;
  return { envelope: envelopeOf(written, turned), ...BODIES[written.kind](written, turned) };
}

type Turned = (name: Class) => number;
const one = <T>(values: readonly T[], turned: number): T => values[turned % values.length]!;
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));

function envelopeOf({ label }: Written, turned: Turned): Tree {
  const { tlp, purposes, recipients, transfers, handling, consent, restricted, erased } = label;
  return {
    reference: wordOf('REFERENCE', turned('REFERENCE')), legalBasis: 'PTPA2018', purposes, recipients, tlp, erasureDate: erased,
    handling: handling.map((code) => ({ code })), referralConsent: consent, restricted,
    transfers: transfers.map((to) => ({ to, basis: 'LED-36', authorisation: 'T-1', authorisedAt: '2026-01-01T00:00:00Z' })),
    classification: one(['trafficking', 'smuggling'], turned('OFFENCE')),
  };
}

const BODIES: Readonly<Record<Kind, (written: Written, turned: Turned) => Tree>> = {
  case: ({ persons }, turned) => ({
    status: one(['Active', 'FollowUp', 'Closed'], turned('EVENT')), summary: wordOf('EVENT', turned('EVENT')), owner: wordOf('CUSTODY', turned('CUSTODY')),
    offences: [{ code: one(['PTPA2018-3-1', 'PSMA2018-3'], turned('OFFENCE')), section: wordOf('OFFENCE', turned('OFFENCE')) }],
    exploitation: [one(['ForcedLabour', 'SexualExploitation'], turned('METHOD'))], organisations: [{ ref: 'O1', name: wordOf('METHOD', turned('METHOD')) }],
    moneyTrails: times(turned('FINANCE') + 1, () => ({ carrier: 'hawala', notes: wordOf('FINANCE', turned('FINANCE')) })),
    comments: times(turned('ASSESSMENT') + 1, () => ({ text: wordOf('ASSESSMENT', turned('ASSESSMENT')) })),
    evidence: times(turned('EVIDENCE') + 1, (index) => ({ ref: `E${index}`, type: 'document', description: wordOf('EVIDENCE', turned('EVIDENCE')) })),
    ...(persons ? {
      victims: [{
        ref: 'V1', gender: 'Feminine', majority: 'Adult', citizenships: ['PK'], exploitationCountries: [one(['AE', 'IT'], turned('EVENT'))],
        identity: { fullName: wordOf('VICTIM_IDENTITY', turned('VICTIM_IDENTITY')) }, contact: { shelter: wordOf('VICTIM_CONTACT', turned('VICTIM_CONTACT')) },
        special: { ground: 'LED-10-B', necessity: ['care'], health: wordOf('SPECIAL_CATEGORY', turned('SPECIAL_CATEGORY')) },
      }],
      suspects: [{ ref: 'S1', identity: { fullName: wordOf('SUSPECT_IDENTITY', turned('SUSPECT_IDENTITY')) } }],
      witnesses: [{ ref: 'W1', identity: { fullName: wordOf('WITNESS_IDENTITY', turned('WITNESS_IDENTITY')) } }],
    } : {}),
  }),
  incident: (_written, turned) => ({
    type: 'incident', date: one(['2025-06-14', '2025-06-15'], turned('EVENT')), place: { country: one(['GR', 'LY'], turned('EVENT')) },
    route: one(['libya-greece', 'south-east-asia'], turned('EVENT')), narrative: wordOf('EVENT', turned('EVENT')), countriesOfOrigin: ['PK'],
    causes: ['drowning'], dead: turned('EVENT'), sourceQuality: [String(turned('ASSESSMENT') + 1)],
  }),
  alert: ({ persons, caseId }, turned) => ({
    type: 'method', urgency: one(['urgent', 'routine'], turned('EVENT')), text: wordOf('EVENT', turned('EVENT')), country: one(['KH', 'GR'], turned('EVENT')),
    route: 'south-east-asia', method: wordOf('METHOD', turned('METHOD')), ...(caseId ? { caseId } : {}),
    ...(persons ? {
      victims: [{
        ref: 'M1', identity: { fullName: wordOf('VICTIM_IDENTITY', turned('VICTIM_IDENTITY')) }, contact: { shelter: wordOf('VICTIM_CONTACT', turned('VICTIM_CONTACT')) },
      }],
      suspects: [{ ref: 'S1', identity: { fullName: wordOf('SUSPECT_IDENTITY', turned('SUSPECT_IDENTITY')) }, warrant: wordOf('OFFENCE', turned('OFFENCE')) }],
    } : {}),
  }),
};
