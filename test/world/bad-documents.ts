import { alertDocument, caseDocument, envelope, incidentDocument, type Tree } from './documents.js';

type Kind = 'case' | 'incident' | 'alert';

export interface BadDocument {
  readonly story: string;
  readonly kind: Kind;
  readonly document: unknown;
  readonly issues: readonly { readonly code: string; readonly field: string; readonly rule: string }[];
}

/** Of the wrong shape: GraphQL itself refuses these, with the place and INPUT_INVALID. */
export const isShapeless = ({ issues: [first] }: BadDocument): boolean => ['INPUT_INVALID', 'FIELD_UNKNOWN', 'FIELD_TYPE'].includes(first!.code);

const NAMES = 'no invisible characters in names, ZWNJ and ZWJ included (UTS 39)';
const PAST = 'LED art. 4(1)(d)';
const VICTIM = { ref: 'V1', majority: 'Adult', identity: { fullName: 'زینب بی بی', cnic: '99101-0000001-2' } };
const DECISION = { decidedBy: 'fia', decidedAt: '2026-01-10T09:00:00Z', law: 'PTPA2018' };
const TRAFFICKING = { ...DECISION, crime: 'trafficking', statement: 'fact', consent: 'vitiated', means: ['deception'], purposes: ['ForcedLabour'] };

const of = (story: string, document: unknown, code: string, field: string, rule: string, kind: Kind = 'case'): BadDocument =>
  ({ story, kind, document, issues: [{ code, field, rule }] });
const inCase = (changes: Tree) => caseDocument(changes);
const named = (fullName: string) => inCase({ victims: [{ ...VICTIM, identity: { fullName } }] });
/** Nowhere on earth has this day begun. */
const FUTURE = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);

/** What the hub is to refuse, whichever way it comes, and how it says so. */
export const BAD_DOCUMENTS: readonly BadDocument[] = [
  of('no record at all', [], 'INPUT_INVALID', '', 'schemas/events/case.submission.v1.schema.json'),
  of('an unknown field', inCase({ nickname: 'x' }), 'FIELD_UNKNOWN', 'nickname', 'type Case'),
  of('a field that the hub fills', inCase({ version: 7 }), 'FIELD_UNKNOWN', 'version', 'type Case'),
  of('a text where a list belongs', inCase({ exploitation: 'ForcedLabour' }), 'FIELD_TYPE', 'exploitation', 'a list'),
  of('an unknown code', inCase({ status: 'Asleep' }), 'CODE_UNKNOWN', 'status', 'code list case-status'),
  of('a section that the Penal Code does not have', inCase({ offences: [{ code: 'PPC 396-A' }] }), 'CODE_UNKNOWN', 'offences[0].code',
    'PPC 1860 has no section 396-A (s.396 is dacoity with murder)'),
  of('no legal basis', inCase({ envelope: envelope({ legalBasis: undefined }) }), 'LEGAL_BASIS_REQUIRED', 'envelope.legalBasis', 'LED art. 8'),
  of('no purpose', inCase({ envelope: envelope({ purposes: undefined }) }), 'PURPOSE_REQUIRED', 'envelope.purposes', 'LED art. 4'),
  of('an empty list of purposes', inCase({ envelope: envelope({ purposes: [] }) }), 'PURPOSE_REQUIRED', 'envelope.purposes', 'LED art. 4'),
  of('no erasure date', inCase({ envelope: envelope({ erasureDate: undefined }) }), 'ERASURE_DATE_REQUIRED', 'envelope.erasureDate', 'LED art. 5'),
  of('an erasure date that is past', inCase({ envelope: envelope({ erasureDate: '2020-01-01' }) }), 'ERASURE_DATE_PAST', 'envelope.erasureDate', 'LED art. 5'),
  of('a day that no calendar has', inCase({ openedOn: '2026-02-30' }), 'FORMAT_INVALID', 'openedOn', 'ISO 8601 date'),
  of('a case opened in the future', inCase({ openedOn: FUTURE }), 'DATE_IN_FUTURE', 'openedOn', PAST),
  of('an event in the future', inCase({ events: [{ type: 'Transit', date: FUTURE }] }), 'DATE_IN_FUTURE', 'events[0].date', PAST),
  of('an incident in the future', incidentDocument({ date: FUTURE }), 'DATE_IN_FUTURE', 'date', PAST, 'incident'),
  of('a person last seen in the future', alertDocument({ victims: [{ ref: 'M1', lastSeenOn: FUTURE }] }), 'DATE_IN_FUTURE', 'victims[0].lastSeenOn', PAST, 'alert'),
  of('a zero-width space in a name', named('زینب\u200Bبی بی'), 'TEXT_UNSAFE', 'victims[0].identity.fullName', NAMES),
  of('a zero-width non-joiner in a name', named('زینب\u200Cبی بی'), 'TEXT_UNSAFE', 'victims[0].identity.fullName', NAMES),
  of('a bidirectional override in a name', named('\u202Eنمحرلا دبع'), 'TEXT_UNSAFE', 'victims[0].identity.fullName', NAMES),
  of('a bidirectional isolate in a name', named('\u2067زینب\u2069'), 'TEXT_UNSAFE', 'victims[0].identity.fullName', NAMES),
  of('half a character in a name', named('Zainab \uD83D'), 'TEXT_UNSAFE', 'victims[0].identity.fullName', NAMES),
  of('a bidirectional override in a text', inCase({ summary: 'Sent by \u202Egpj.mom' }), 'TEXT_UNSAFE', 'summary', 'Unicode UTS 39'),
  of('a NUL in a text', inCase({ summary: 'held\u0000' }), 'TEXT_UNSAFE', 'summary', 'Unicode UTS 39'),
  of('a coordinate off the earth', incidentDocument({ place: { latitude: 136.9 } }), 'FORMAT_INVALID', 'place.latitude', 'format LATITUDE', 'incident'),
  of('a telephone number in no international form', inCase({ victims: [{ ...VICTIM, contact: { mobilePhone: '0300 1234567' } }] }), 'FORMAT_INVALID',
    'victims[0].contact.mobilePhone', 'format PHONE_E164'),
  of('two persons under one ref', inCase({ victims: [VICTIM, { ref: 'V1' }] }), 'REFERENCE_DUPLICATE', 'victims[1].ref', 'a ref is unique in its list'),
  of('an offence against a person who is not in the record', inCase({ offences: [{ code: 'PTPA2018-3-1', accused: ['S1'], against: ['V9'] }] }),
    'REFERENCE_UNKNOWN', 'offences[0].against[0]', 'schemas/graphql/case.graphql: refs of persons of this record'),
  of('a victim marked as suspect for the same act', inCase({
    victims: [VICTIM], suspects: [{ ref: 'S1', identity: { cnic: '9910100000012' } }],
    offences: [{ code: 'PTPA2018-3-1', accused: ['S1'], against: ['V1'] }],
  }), 'VICTIM_NOT_SUSPECT', 'suspects[0]', 'PTPA 2018 s.6; PSMA 2018 s.8; Directive 2011/36/EU art. 8'),
  of('a smuggled migrant named as suspect of smuggling himself', inCase({
    victims: [], suspects: [{ ref: 'S1' }], journeys: [{ travellers: ['S1'], illegalEntry: true }], offences: [{ code: 'PSMA 3', accused: ['S1'] }],
  }), 'VICTIM_NOT_SUSPECT', 'suspects[0]', 'PSMA 2018 s.8; Palermo Smuggling Protocol art. 5'),
  of('consent given as defence', inCase({
    classifications: [TRAFFICKING, { ...DECISION, crime: 'smuggling', law: 'PSMA2018', consent: 'given', decidedAt: '2026-02-10T09:00:00Z' }],
  }), 'CONSENT_NO_DEFENCE', 'classifications[1].consent', 'Palermo Protocol art. 3(b)-(d); PTPA 2018 ss.3(4), 7'),
  of('trafficking of an adult without means', inCase({ classifications: [{ ...TRAFFICKING, means: [] }] }), 'MEANS_REQUIRED', 'classifications[0].means',
    'Palermo Protocol art. 3(a), (c); PTPA 2018 ss.3(1), 7'),
  of('smuggling within one country', inCase({ classifications: [{ ...DECISION, crime: 'smuggling', law: 'PSMA2018', statement: 'fact', border: 'internal', profit: 'passage' }] }),
    'SMUGGLING_INCOMPLETE', 'classifications[0].border', 'PSMA 2018 s.2(d), (i): illegal entry across a border'),
  {
    story: 'much at once', kind: 'case', document: inCase({ status: 'Asleep', openedOn: FUTURE, envelope: envelope({ legalBasis: undefined, erasureDate: '1999-01-01' }) }),
    issues: [
      { code: 'LEGAL_BASIS_REQUIRED', field: 'envelope.legalBasis', rule: 'LED art. 8' },
      { code: 'ERASURE_DATE_PAST', field: 'envelope.erasureDate', rule: 'LED art. 5' },
      { code: 'CODE_UNKNOWN', field: 'status', rule: 'code list case-status' },
      { code: 'DATE_IN_FUTURE', field: 'openedOn', rule: PAST },
    ],
  },
];

/** What looks wrong and is not: it must come in. */
export const UNUSUAL_DOCUMENTS: readonly Omit<BadDocument, 'issues'>[] = [
  { story: 'a child victim without means', kind: 'case', document: inCase({ victims: [{ ref: 'V1', majority: 'Minor' }], classifications: [{ ...TRAFFICKING, means: [] }] }) },
  { story: 'a victim who went on to recruit another, suspected of that', kind: 'case', document: inCase({
    victims: [VICTIM, { ref: 'V2' }], suspects: [{ ref: 'S1', sameAsVictim: 'V1' }], offences: [{ code: 'PTPA2018-3-1', accused: ['S1'], against: ['V2'] }],
  }) },
  { story: 'the joiners that Urdu prose needs', kind: 'case', document: inCase({ summary: 'خانه\u200Cها' }) },
  { story: 'a name with combining marks', kind: 'case', document: named('Zoe\u0308 Müller') },
  { story: 'an offence under the number that the report misprints', kind: 'case', document: inCase({ offences: [{ code: 'PECA 11' }] }) },
  { story: 'what happened today', kind: 'incident', document: incidentDocument({ date: new Date().toISOString().slice(0, 10) }) },
];
