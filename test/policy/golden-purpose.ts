import { EVERYTHING, INVESTIGATOR, NOTHING, type Golden } from './world.js';

/** Purposes, immigration control, and transfers out of the European regimes. */
export const PURPOSE_AND_TRANSFER: readonly Golden[] = [
  {
    name: 'a named investigator with a purpose that the originator did not permit sees nothing at all',
    given: { recipients: ['nccia'], purposes: ['victim-protection'] },
    when: { agency: 'nccia', purpose: 'criminal-investigation' }, then: NOTHING,
  },
  {
    name: 'the originator too is held to the purposes it named',
    given: { purposes: ['criminal-investigation'] }, when: { agency: 'fia', purpose: 'immigration-control' }, then: NOTHING,
  },
  {
    name: 'a public record still serves only its purposes',
    given: { tlp: 'CLEAR', purposes: ['threat-analysis'] },
    when: { agency: 'pta', purpose: 'content-blocking' }, then: NOTHING,
  },
  {
    name: 'the originator itself sees no victim and no witness for immigration control',
    given: { about: ['VICTIM', 'WITNESS'] }, when: { agency: 'fia', purpose: 'immigration-control' },
    then: ['REFERENCE', 'EVENT', 'OFFENCE', 'METHOD', 'FINANCE', 'ASSESSMENT', 'EVIDENCE', 'CUSTODY', 'SUSPECT_IDENTITY'],
  },
  {
    name: 'a border agency sees no event of a victim for immigration control',
    given: { recipients: ['frontex'], about: ['VICTIM'] },
    when: { agency: 'frontex', purpose: 'immigration-control' }, then: ['REFERENCE', 'OFFENCE', 'METHOD'],
  },
  {
    name: 'a border agency sees the event of a record without victims for immigration control, and no suspect',
    given: { recipients: ['frontex'], about: ['SUSPECT'] },
    when: { agency: 'frontex', purpose: 'immigration-control' }, then: ['REFERENCE', 'EVENT', 'OFFENCE', 'METHOD'],
  },
  {
    name: 'a public record about a victim tells immigration control of its method, not of its event',
    given: { tlp: 'GREEN', about: ['VICTIM'] },
    when: { agency: 'frontex', purpose: 'immigration-control' }, then: ['REFERENCE', 'METHOD'],
  },
  {
    name: 'the consent of a victim to a referral opens nothing to immigration control',
    given: { recipients: ['iom'], victimAgreed: true, about: ['VICTIM'] },
    when: { agency: 'iom', purpose: 'immigration-control' }, then: ['REFERENCE'],
  },
  {
    name: 'personal data of a member state does not reach Pakistan without a transfer record',
    given: { originator: 'de-bka', recipients: ['fia'] }, when: { agency: 'fia', purpose: 'criminal-investigation' },
    then: ['REFERENCE', 'EVENT', 'OFFENCE', 'METHOD'],
  },
  {
    name: 'personal data of a European agency does not reach Pakistan without a transfer record',
    given: { originator: 'europol', recipients: ['nccia'] }, when: { agency: 'nccia', purpose: 'criminal-investigation' },
    then: ['REFERENCE', 'EVENT', 'OFFENCE', 'METHOD'],
  },
  {
    name: 'a transfer record that names the agency lets the personal data go',
    given: { originator: 'de-bka', recipients: ['fia'], transfers: ['fia'] },
    when: { agency: 'fia', purpose: 'criminal-investigation' }, then: INVESTIGATOR,
  },
  {
    name: 'a transfer record for one Pakistani agency does not serve another',
    given: { originator: 'de-bka', recipients: ['fia', 'nccia'], transfers: ['fia'] },
    when: { agency: 'nccia', purpose: 'criminal-investigation' }, then: ['REFERENCE', 'EVENT', 'OFFENCE', 'METHOD'],
  },
  {
    name: 'a transfer record does not address a record: an agency that is not named sees nothing',
    given: { originator: 'de-bka', transfers: ['fia'] },
    when: { agency: 'fia', purpose: 'criminal-investigation' }, then: NOTHING,
  },
  {
    name: 'the labour authority in Pakistan sees no European suspect without a transfer record',
    given: { originator: 'europol', recipients: ['beoe'] }, when: { agency: 'beoe', purpose: 'labour-regulation' },
    then: ['REFERENCE', 'EVENT', 'OFFENCE', 'METHOD'],
  },
  {
    name: 'the money of a European case does not reach a Pakistani analyst without a transfer record',
    given: { originator: 'europol', recipients: ['fia'] }, when: { agency: 'fia', purpose: 'threat-analysis' },
    then: ['REFERENCE', 'EVENT', 'OFFENCE', 'METHOD'],
  },
  {
    name: 'an international organisation is a transfer too: a consenting victim is referred by a transfer record',
    given: { originator: 'de-bka', recipients: ['iom'], victimAgreed: true },
    when: { agency: 'iom', purpose: 'victim-protection' }, then: ['REFERENCE', 'EVENT'],
  },
  {
    name: 'a transfer record and consent together let a European victim be referred to an international organisation',
    given: { originator: 'de-bka', recipients: ['iom'], transfers: ['iom'], victimAgreed: true },
    when: { agency: 'iom', purpose: 'victim-protection' },
    then: ['REFERENCE', 'EVENT', 'VICTIM_IDENTITY', 'VICTIM_CONTACT', 'SPECIAL_CATEGORY'],
  },
  {
    name: 'between European agencies no transfer record is asked for',
    given: { originator: 'de-bka', recipients: ['europol'] },
    when: { agency: 'europol', purpose: 'criminal-investigation' }, then: INVESTIGATOR,
  },
  {
    name: 'a European originator sees its own record without a transfer record',
    given: { originator: 'frontex' }, when: { agency: 'frontex', purpose: 'threat-analysis' }, then: EVERYTHING,
  },
];
