import { EVERYTHING, INVESTIGATOR, NOTHING, PROTECTOR, type Golden } from './world.js';

/** Who sees what of a record that is addressed to it, or to nobody. */
export const SHARING: readonly Golden[] = [
  {
    name: 'an agency sees the whole of its own record, its custody included',
    given: { originator: 'fia' }, when: { agency: 'fia', purpose: 'criminal-investigation' }, then: EVERYTHING,
  },
  {
    name: 'a protection partner sees the whole of its own record',
    given: { originator: 'iom' }, when: { agency: 'iom', purpose: 'victim-protection' }, then: EVERYTHING,
  },
  {
    name: 'a record addressed to nobody is for its originator alone',
    given: { originator: 'fia' }, when: { agency: 'nccia', purpose: 'criminal-investigation' }, then: NOTHING,
  },
  {
    name: 'a named investigator sees the case and every name in it, but not how the originator governs it',
    given: { recipients: ['nccia'] }, when: { agency: 'nccia', purpose: 'criminal-investigation' }, then: INVESTIGATOR,
  },
  {
    name: 'a named European investigator sees a Pakistani case: Pakistani law lets it go',
    given: { recipients: ['europol'] }, when: { agency: 'europol', purpose: 'criminal-investigation' }, then: INVESTIGATOR,
  },
  {
    name: 'being named does not help another agency of the same kind',
    given: { recipients: ['europol'] }, when: { agency: 'de-bka', purpose: 'criminal-investigation' }, then: NOTHING,
  },
  {
    name: 'mutual legal assistance gives a named investigator what an investigation does',
    given: { recipients: ['de-bka'] }, when: { agency: 'de-bka', purpose: 'judicial-cooperation' }, then: INVESTIGATOR,
  },
  {
    name: 'an investigator who protects a victim also sees how to reach them and what care they need',
    given: { recipients: ['police-punjab'] }, when: { agency: 'police-punjab', purpose: 'victim-protection' }, then: PROTECTOR,
  },
  {
    name: 'where a victim can be reached does not serve the investigation itself',
    given: { recipients: ['fia'], originator: 'nccia', about: ['VICTIM'] },
    when: { agency: 'fia', purpose: 'criminal-investigation' }, then: INVESTIGATOR,
  },
  {
    name: 'threat analysis sees methods and money, and nobody by name',
    given: { recipients: ['europol'] }, when: { agency: 'europol', purpose: 'threat-analysis' },
    then: ['REFERENCE', 'EVENT', 'OFFENCE', 'METHOD', 'FINANCE', 'ASSESSMENT'],
  },
  {
    name: 'an investigator named for a purpose that is not its own learns only that the record exists',
    given: { recipients: ['nccia'] }, when: { agency: 'nccia', purpose: 'labour-regulation' }, then: ['REFERENCE'],
  },
  {
    name: 'a named border agency sees the suspects in a criminal investigation',
    given: { recipients: ['frontex'] }, when: { agency: 'frontex', purpose: 'criminal-investigation' },
    then: ['REFERENCE', 'EVENT', 'OFFENCE', 'METHOD', 'SUSPECT_IDENTITY'],
  },
  {
    name: 'a named border agency sees no suspect in its risk analysis',
    given: { recipients: ['frontex'] }, when: { agency: 'frontex', purpose: 'threat-analysis' },
    then: ['REFERENCE', 'EVENT', 'OFFENCE', 'METHOD'],
  },
  {
    name: 'the labour authority sees whom a recruiter case suspects, not whom it hurt',
    given: { recipients: ['beoe'] }, when: { agency: 'beoe', purpose: 'labour-regulation' },
    then: ['REFERENCE', 'EVENT', 'OFFENCE', 'METHOD', 'SUSPECT_IDENTITY'],
  },
  {
    name: 'the labour authority named for victim protection learns only that the record exists',
    given: { recipients: ['beoe'] }, when: { agency: 'beoe', purpose: 'victim-protection' }, then: ['REFERENCE'],
  },
  {
    name: 'the telecom authority sees how adverts work, to block them, and no event',
    given: { recipients: ['pta'] }, when: { agency: 'pta', purpose: 'content-blocking' }, then: ['REFERENCE', 'METHOD'],
  },
  {
    name: 'the telecom authority named for threat analysis learns only that the record exists',
    given: { recipients: ['pta'] }, when: { agency: 'pta', purpose: 'threat-analysis' }, then: ['REFERENCE'],
  },
  {
    name: 'a protection partner sees what happened, and no name, while the victim has not agreed',
    given: { recipients: ['iom'], about: ['VICTIM'] }, when: { agency: 'iom', purpose: 'victim-protection' },
    then: ['REFERENCE', 'EVENT'],
  },
  {
    name: 'a protection partner sees the victim who agreed to be referred, and nothing of the investigation',
    given: { recipients: ['iom'], about: ['VICTIM', 'SUSPECT', 'WITNESS'], victimAgreed: true },
    when: { agency: 'iom', purpose: 'victim-protection' },
    then: ['REFERENCE', 'EVENT', 'VICTIM_IDENTITY', 'VICTIM_CONTACT', 'SPECIAL_CATEGORY'],
  },
  {
    name: 'the consent of a victim serves protection only: for an analysis the partner sees no name',
    given: { recipients: ['iom'], victimAgreed: true }, when: { agency: 'iom', purpose: 'threat-analysis' },
    then: ['REFERENCE', 'EVENT'],
  },
  {
    name: 'consent alone does not address a record: a partner that is not named sees nothing',
    given: { victimAgreed: true }, when: { agency: 'iom', purpose: 'victim-protection' }, then: NOTHING,
  },
  {
    name: 'what a victim told a protection partner reaches a named investigator without the name while there is no consent',
    given: { originator: 'iom', recipients: ['fia'], about: ['VICTIM'] },
    when: { agency: 'fia', purpose: 'victim-protection' },
    then: ['REFERENCE', 'EVENT', 'OFFENCE', 'METHOD', 'FINANCE', 'ASSESSMENT', 'EVIDENCE', 'SUSPECT_IDENTITY', 'WITNESS_IDENTITY'],
  },
  {
    name: 'with the consent of the victim a named investigator sees whom the protection partner refers',
    given: { originator: 'iom', recipients: ['fia'], about: ['VICTIM'], victimAgreed: true },
    when: { agency: 'fia', purpose: 'victim-protection' }, then: PROTECTOR,
  },
];
