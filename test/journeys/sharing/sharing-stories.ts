import type { RecordClass } from '#libs/contracts';
import { markedCase } from '../../world/marked-case.js';
import type { Tree } from '../../world/index.js';

/**
 * What lawyers of both sides would say each agency may be given, written by hand from the statutes
 * and not from the rule table. Whoever is not listed under a story is given nothing of it, by any exit.
 */
export interface SharingStory {
  readonly title: string;
  readonly originator: string;
  readonly document: Tree;
  /** Agency, purpose of its question, the classes of the answer. */
  readonly reads: readonly (readonly [agency: string, purpose: string, classes: readonly RecordClass[]])[];
  /** What each agency's standing subscription brings it: the open classes in the event, the sealed ones to be asked for. */
  readonly streams: Readonly<Record<string, readonly RecordClass[]>>;
}

const words = (classes: string) => classes.split(' ') as RecordClass[];
const OPEN_CASE = words('REFERENCE EVENT OFFENCE METHOD FINANCE ASSESSMENT EVIDENCE');
const INVESTIGATOR = words('REFERENCE EVENT OFFENCE METHOD FINANCE ASSESSMENT EVIDENCE SUSPECT_IDENTITY VICTIM_IDENTITY WITNESS_IDENTITY');
const PROTECTOR = words('REFERENCE EVENT OFFENCE METHOD FINANCE ASSESSMENT EVIDENCE SUSPECT_IDENTITY VICTIM_IDENTITY VICTIM_CONTACT WITNESS_IDENTITY SPECIAL_CATEGORY');
const ALL = words('REFERENCE EVENT OFFENCE METHOD FINANCE ASSESSMENT EVIDENCE CUSTODY SUSPECT_IDENTITY VICTIM_IDENTITY VICTIM_CONTACT WITNESS_IDENTITY SPECIAL_CATEGORY');
const BORDER = words('REFERENCE EVENT OFFENCE METHOD');
const INVESTIGATION = 'criminal-investigation';
const PROTECTION = 'victim-protection';
const IMMIGRATION = 'immigration-control';
const PURPOSES = [INVESTIGATION, PROTECTION, 'labour-regulation', 'content-blocking', 'judicial-cooperation', 'threat-analysis'];
const EVERYONE = ['fia', 'nccia', 'beoe', 'pta', 'police-punjab', 'europol', 'frontex', 'de-bka', 'iom'];
const TRANSFER = { to: 'fia', basis: 'LED-38-1-D', authorisation: 'BKA-7-2026', authorisedAt: '2026-01-15T10:00:00Z' };

export const SHARING_STORIES: readonly SharingStory[] = [
  {
    title: 'a Pakistani case for partners in Europe and at home',
    originator: 'fia',
    document: markedCase({ purposes: PURPOSES, recipients: EVERYONE.filter((code) => code !== 'police-punjab') }),
    reads: [
      ['fia', INVESTIGATION, ALL],
      ['nccia', INVESTIGATION, INVESTIGATOR], ['europol', INVESTIGATION, INVESTIGATOR], ['de-bka', 'judicial-cooperation', INVESTIGATOR],
      ['europol', PROTECTION, PROTECTOR], ['europol', 'threat-analysis', words('REFERENCE EVENT OFFENCE METHOD FINANCE ASSESSMENT')],
      ['frontex', 'threat-analysis', BORDER], ['frontex', INVESTIGATION, [...BORDER, 'SUSPECT_IDENTITY']],
      ['beoe', 'labour-regulation', [...BORDER, 'SUSPECT_IDENTITY']], ['pta', 'content-blocking', words('REFERENCE METHOD')],
      ['iom', PROTECTION, words('REFERENCE EVENT')],
    ],
    streams: {
      nccia: INVESTIGATOR, europol: INVESTIGATOR, 'de-bka': INVESTIGATOR, frontex: BORDER, beoe: [...BORDER, 'SUSPECT_IDENTITY'],
      pta: words('REFERENCE METHOD'), iom: words('REFERENCE EVENT'),
    },
  },
  {
    title: 'a victim who agreed to be referred, to the protection partner',
    originator: 'fia',
    document: markedCase({ purposes: PURPOSES, recipients: ['iom'], referralConsent: true }),
    reads: [['fia', PROTECTION, ALL], ['iom', PROTECTION, words('REFERENCE EVENT VICTIM_IDENTITY VICTIM_CONTACT SPECIAL_CATEGORY')]],
    streams: { iom: words('REFERENCE EVENT VICTIM_IDENTITY VICTIM_CONTACT SPECIAL_CATEGORY') },
  },
  {
    title: 'a German case for Pakistan, without a transfer record',
    originator: 'de-bka',
    document: markedCase({ legalBasis: 'LED-8', purposes: PURPOSES, recipients: ['fia', 'nccia', 'europol'] }),
    reads: [
      ['de-bka', INVESTIGATION, ALL], ['europol', INVESTIGATION, INVESTIGATOR],
      ['fia', INVESTIGATION, BORDER], ['fia', PROTECTION, BORDER], ['nccia', INVESTIGATION, BORDER],
    ],
    streams: { europol: INVESTIGATOR, fia: BORDER, nccia: BORDER },
  },
  {
    title: 'a German case for Pakistan, with a transfer record for the FIA alone',
    originator: 'de-bka',
    document: markedCase({ legalBasis: 'LED-8', purposes: PURPOSES, recipients: ['fia', 'nccia', 'europol'], transfers: [TRANSFER] }),
    reads: [
      ['de-bka', INVESTIGATION, ALL], ['europol', INVESTIGATION, INVESTIGATOR],
      ['fia', INVESTIGATION, INVESTIGATOR], ['fia', PROTECTION, PROTECTOR], ['nccia', INVESTIGATION, BORDER],
    ],
    streams: { europol: INVESTIGATOR, fia: INVESTIGATOR, nccia: BORDER },
  },
  {
    title: 'a case that may also serve immigration control: never by naming the victim or leading to the victim',
    originator: 'fia',
    document: markedCase({ purposes: [INVESTIGATION, IMMIGRATION], recipients: ['frontex', 'nccia'] }),
    reads: [
      ['fia', IMMIGRATION, [...OPEN_CASE, 'CUSTODY', 'SUSPECT_IDENTITY']],
      ['frontex', IMMIGRATION, words('REFERENCE OFFENCE METHOD')], ['frontex', INVESTIGATION, [...BORDER, 'SUSPECT_IDENTITY']],
      ['nccia', INVESTIGATION, INVESTIGATOR],
    ],
    streams: { nccia: INVESTIGATOR },
  },
  {
    title: 'a record marked TLP GREEN, addressed to nobody: the community learns events and methods, investigators the offences',
    originator: 'police-punjab',
    document: markedCase({ purposes: PURPOSES, recipients: [], tlp: 'GREEN' }),
    reads: [
      ['police-punjab', INVESTIGATION, ALL], ['fia', INVESTIGATION, BORDER], ['europol', INVESTIGATION, BORDER],
      ['frontex', INVESTIGATION, words('REFERENCE EVENT METHOD')], ['beoe', 'labour-regulation', words('REFERENCE EVENT METHOD')],
      ['pta', 'content-blocking', words('REFERENCE EVENT METHOD')], ['iom', PROTECTION, words('REFERENCE EVENT')],
    ],
    streams: {
      fia: BORDER, nccia: BORDER, europol: BORDER, 'de-bka': BORDER, frontex: words('REFERENCE EVENT METHOD'),
      beoe: words('REFERENCE EVENT METHOD'), pta: words('REFERENCE EVENT METHOD'), iom: words('REFERENCE EVENT'),
    },
  },
  {
    title: 'a record marked TLP RED: to a recipient whose client is cleared for less it does not exist',
    originator: 'fia',
    document: markedCase({ purposes: PURPOSES, recipients: ['nccia', 'beoe', 'frontex'], tlp: 'RED' }),
    reads: [['fia', INVESTIGATION, ALL], ['nccia', INVESTIGATION, INVESTIGATOR]],
    streams: { nccia: INVESTIGATOR },
  },
  {
    title: 'what a victim told the protection partner, without the victim\'s consent to a referral',
    originator: 'iom',
    document: markedCase({ legalBasis: 'IOM-DPP', purposes: PURPOSES, recipients: ['fia'] }),
    reads: [['iom', PROTECTION, ALL], ['fia', PROTECTION, [...OPEN_CASE, 'SUSPECT_IDENTITY', 'WITNESS_IDENTITY']]],
    streams: { fia: [...OPEN_CASE, 'SUSPECT_IDENTITY', 'WITNESS_IDENTITY'] },
  },
];
