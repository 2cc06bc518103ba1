import { RARE } from './callers.js';
import { Chance } from './chance.js';

type Tree = Record<string, unknown>;

/** A case handed in by one agency. Everything in it is invented. */
export interface HandedIn {
  readonly agency: string;
  readonly document: Tree;
}

const ORIGINATORS = ['fia', 'fia', 'fia', 'nccia', 'police-punjab', 'europol'];
const RECIPIENTS = ['nccia', 'europol', 'frontex', 'police-punjab', 'beoe'];
const COUNTRIES = ['PK', 'IT', 'GR', 'TR', 'IR', 'LY', 'AE', 'DE', 'ES', 'OM', 'SA', 'MY'];
const EXPLOITATION = ['ForcedLabour', 'SexualExploitation', 'ForcedBegging', 'Servitude', 'ForcedMarriage'];
const OFFENCES = ['PTPA2018-3-1', 'PSMA2018-3', 'PTPA2018-3-2', 'PSMA2018-4', 'PTPA2018-4'];
const ROUTES = ['central-mediterranean', 'iran-turkiye', 'eastern-mediterranean', 'western-balkans', 'atlantic'];
const GIVEN = ['Zainab', 'Imran', 'Bilal', 'Sana', 'Arshad', 'Noor', 'Hamza', 'Ayesha', 'Tariq', 'Mariam'];
const FAMILY = ['Khan', 'Mehmood', 'Butt', 'Cheema', 'Gondal', 'Bibi', 'Hussain', 'Malik', 'Warraich', 'Sial'];
const WORDS = ('approached at home promised work abroad paid an advance in cash travelled by road to the border held in a house until '
  + 'more was paid passport taken on arrival worked without pay moved between three towns found at an inspection').split(' ');

/**
 * Case number `index` of a world in which every `rare`th case is addressed to the rare agency too.
 * `fia` is always among the recipients, `pta` never; nothing is TLP GREEN, which all would see.
 * After `distinct` cases, a multiple of `rare`, they say the same again under other references.
 */
export function inventedCase(index: number, rare: number, distinct = Infinity): HandedIn {
  const chance = new Chance(index % distinct);
  const agency = chance.one(ORIGINATORS);
  const others = ['fia', ...chance.some(RECIPIENTS, 0.3), ...(index % rare === 0 ? [RARE] : [])];
  const recipients = [...new Set(others)].filter((code) => code !== agency);
  return { agency, document: { envelope: envelope(index, recipients, chance), ...body(chance) } };
}

function envelope(index: number, recipients: string[], chance: Chance): Tree {
  return {
    reference: `B-${index}`, legalBasis: 'PTPA2018', recipients,
    purposes: ['criminal-investigation', 'victim-protection', ...chance.some(['judicial-cooperation', 'threat-analysis'], 0.3)],
    tlp: chance.skewed(['AMBER', 'AMBER', 'AMBER+STRICT', 'RED']), erasureDate: `${2036 + chance.below(4)}-01-01`,
    classification: chance.skewed(['trafficking', 'smuggling', 'undetermined']), statement: 'assessment',
  };
}

function body(chance: Chance): Tree {
  const country = chance.skewed(COUNTRIES.slice(1));
  return {
    status: chance.skewed(['Active', 'FollowUp', 'Closed']), openedOn: date(chance), summary: sentence(chance, 30),
    exploitation: [chance.skewed(EXPLOITATION)],
    victims: Array.from({ length: 1 + chance.below(2) }, (_, place) => victim(place, country, chance)),
    suspects: Array.from({ length: chance.below(3) }, (_, place) => suspect(place, chance)),
    events: [{ type: 'Recruitment', date: date(chance), place: { city: 'Invented', country: 'PK' }, description: sentence(chance, 12) }],
    journeys: [{ ref: 'J1', route: chance.skewed(ROUTES), startedOn: date(chance), illegalEntry: chance.happens(0.7) }],
    moneyTrails: chance.happens(0.5) ? [{ carrier: 'hawala', sum: { amount: String(500 + chance.below(9000)), currency: 'EUR' } }] : [],
    offences: [{ code: chance.skewed(OFFENCES), stage: 'investigated' }],
  };
}

function victim(place: number, country: string, chance: Chance): Tree {
  return {
    ref: `V${place}`, gender: chance.one(['Feminine', 'Masculine']), majority: chance.skewed(['Adult', 'Minor']),
    citizenships: [chance.skewed(COUNTRIES)], originRegion: 'Asia', exploitationCountries: [country],
    means: ['deception'], recruitmentMethods: ['ThroughOnlineSocialNetworks'],
    identity: { fullName: name(chance), birthDate: `${1970 + chance.below(35)}-0${1 + chance.below(9)}-1${chance.below(9)}` },
    contact: { mobilePhone: `+92300${1000000 + chance.below(8999999)}` },
  };
}

function suspect(place: number, chance: Chance): Tree {
  return { ref: `S${place}`, roles: [chance.skewed(['RecruiterOrIntermediary', 'Transporter'])], identity: { fullName: name(chance) } };
}

const name = (chance: Chance) => `${chance.one(GIVEN)} ${chance.one(FAMILY)}`;
const date = (chance: Chance) => `202${chance.below(5)}-0${1 + chance.below(9)}-${11 + chance.below(17)}`;
const sentence = (chance: Chance, words: number) => Array.from({ length: words }, () => chance.one(WORDS)).join(' ');
