import { Chance } from '../../world/chance.js';
import type { AudienceLabel, RecordLabel, RequestLabel } from '#libs/policy';

/** A case with twenty fields, of nearly all classes. */
export type SampleCase = ReturnType<typeof sampleCase>;

/** Who asks for a page, and what the rules know of each record of it. */
export interface SamplePage {
  readonly audience: AudienceLabel;
  readonly request: RequestLabel;
  readonly records: readonly { readonly label: RecordLabel; readonly document: SampleCase }[];
}

const AGENCIES = ['fia', 'beoe', 'europol', 'iom', 'frontex'];
const REGIMES = ['PK', 'PK', 'EU-LED', 'EU-AGENCY', 'IO', 'OTHER'];
const TYPES = ['investigation', 'investigation', 'border', 'labour', 'telecom', 'protection', 'other'];
const HANDLING = [[], [], [], [], ['H0'], ['H1'], ['H2'], ['H1', 'H3']];
const NOW = Date.parse('2026-11-01T12:00:00Z');
const DAY = 86_400_000;

/** Few values for each, so that every rule is met, and most records are addressed to who asks, as those of a page are. */
export function samplePage(index: number, size: number): SamplePage {
  const chance = new Chance(index);
  const audience = { agency: chance.one(AGENCIES), type: chance.one(TYPES), regime: chance.one(REGIMES) };
  const request = { purpose: 1 << chance.below(7), clearance: chance.happens(0.9) ? 4 : chance.below(5), officer: chance.happens(0.8), now: NOW };
  return { audience, request, records: Array.from({ length: size }, () => ({ label: labelFor(audience, chance), document: sampleCase(chance) })) };
}

function labelFor({ agency }: AudienceLabel, chance: Chance): RecordLabel {
  const others = chance.some(AGENCIES, 0.3);
  return {
    originator: chance.one(AGENCIES), regime: chance.one(REGIMES), tlp: chance.below(5), purposes: chance.happens(0.8) ? 127 : chance.below(128),
    recipients: chance.happens(0.8) ? [...new Set([...others, agency])] : others, transfers: chance.some(AGENCIES, 0.3), categories: chance.below(8),
    handling: chance.one(HANDLING), restricted: chance.happens(0.05), state: chance.happens(0.05) ? 'withdrawn' : 'active',
    eraseAt: chance.happens(0.05) ? NOW : NOW + DAY, referralConsent: chance.happens(0.5), onward: 'originator-control',
  };
}

function sampleCase(chance: Chance) {
  const number = () => String(chance.below(1_000_000));
  return {
    envelope: { reference: `B-${number()}`, tlp: 'AMBER', classification: 'trafficking', recipients: chance.some(AGENCIES, 0.5) },
    status: chance.one(['Active', 'Closed']), openedOn: '2026-01-02', summary: `Found at an inspection ${number()}.`, closureReason: number(), owner: number(),
    exploitation: [chance.one(['ForcedLabour', 'Servitude'])],
    victims: [{ ref: `V${number()}`, gender: 'Feminine', means: ['deception'], identity: { fullName: `Invented ${number()}` } }],
    suspects: [{ ref: `S${number()}`, identity: { fullName: `Invented ${number()}` } }],
    offences: [{ code: chance.one(['PTPA2018-3-1', 'PSMA2018-3']), stage: 'investigated' }],
    moneyTrails: [{ carrier: chance.one(['hawala', 'cash']) }],
    evidence: [{ description: `Exhibit ${number()}` }],
  };
}
