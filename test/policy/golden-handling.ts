import { EVERYTHING, INVESTIGATOR, NOTHING, type Golden } from './world.js';

/** TLP, clearance, handling codes, restriction, withdrawal and erasure. */
export const HANDLING: readonly Golden[] = [
  {
    name: 'every investigator sees the offences, events and methods of a green record that names nobody',
    given: { tlp: 'GREEN' }, when: { agency: 'europol', purpose: 'criminal-investigation' },
    then: ['REFERENCE', 'EVENT', 'OFFENCE', 'METHOD'],
  },
  {
    name: 'every other participant sees the events and methods of a green record, not the offences',
    given: { tlp: 'GREEN' }, when: { agency: 'pta', purpose: 'threat-analysis' }, then: ['REFERENCE', 'EVENT', 'METHOD'],
  },
  {
    name: 'a protection partner sees the event of a green record and not the method',
    given: { tlp: 'GREEN' }, when: { agency: 'iom', purpose: 'threat-analysis' }, then: ['REFERENCE', 'EVENT'],
  },
  {
    name: 'a European method reaches Pakistan in a green record without a transfer record, for it names nobody',
    given: { originator: 'frontex', tlp: 'GREEN' }, when: { agency: 'fia', purpose: 'threat-analysis' },
    then: ['REFERENCE', 'EVENT', 'OFFENCE', 'METHOD'],
  },
  {
    name: 'a clear record is shared as a green one',
    given: { tlp: 'CLEAR' }, when: { agency: 'beoe', purpose: 'labour-regulation' }, then: ['REFERENCE', 'EVENT', 'METHOD'],
  },
  {
    name: 'an amber record is for the named alone',
    given: { tlp: 'AMBER', recipients: ['nccia'] }, when: { agency: 'europol', purpose: 'threat-analysis' }, then: NOTHING,
  },
  {
    name: 'an amber-strict record is for the named alone',
    given: { tlp: 'AMBER+STRICT', recipients: ['nccia'] }, when: { agency: 'europol', purpose: 'judicial-cooperation' }, then: NOTHING,
  },
  {
    name: 'a red record is seen by the named recipient whose officer is cleared for red',
    given: { tlp: 'RED', recipients: ['nccia'] },
    when: { agency: 'nccia', purpose: 'criminal-investigation', clearance: 'RED' }, then: INVESTIGATOR,
  },
  {
    name: 'a red record does not exist for a client of the named recipient that is cleared for amber',
    given: { tlp: 'RED', recipients: ['nccia'] },
    when: { agency: 'nccia', purpose: 'criminal-investigation', clearance: 'AMBER+STRICT' }, then: NOTHING,
  },
  {
    name: 'a red record does not exist for a client of the originator that is cleared for amber',
    given: { tlp: 'RED' }, when: { agency: 'fia', purpose: 'criminal-investigation', clearance: 'AMBER' }, then: NOTHING,
  },
  {
    name: 'a client that is cleared for green sees a green record',
    given: { tlp: 'GREEN' }, when: { agency: 'nccia', purpose: 'threat-analysis', clearance: 'GREEN' },
    then: ['REFERENCE', 'EVENT', 'OFFENCE', 'METHOD'],
  },
  {
    name: 'handling code H0 keeps a record from labour regulation',
    given: { recipients: ['beoe'], handling: ['H0'] }, when: { agency: 'beoe', purpose: 'labour-regulation' }, then: NOTHING,
  },
  {
    name: 'handling code H0 leaves a criminal investigation open',
    given: { recipients: ['nccia'], handling: ['H0'] },
    when: { agency: 'nccia', purpose: 'criminal-investigation' }, then: INVESTIGATOR,
  },
  {
    name: 'handling code H1 lets mutual legal assistance know of the record, so that it can ask, and no more',
    given: { recipients: ['de-bka'], handling: ['H1'] },
    when: { agency: 'de-bka', purpose: 'judicial-cooperation' }, then: ['REFERENCE'],
  },
  {
    name: 'handling code H2 keeps even a green record to the named',
    given: { tlp: 'GREEN', handling: ['H2'] }, when: { agency: 'nccia', purpose: 'threat-analysis' }, then: NOTHING,
  },
  {
    name: 'handling code H2 leaves the named recipient what it may see',
    given: { tlp: 'GREEN', handling: ['H2', 'H3'], recipients: ['nccia'] },
    when: { agency: 'nccia', purpose: 'criminal-investigation' }, then: INVESTIGATOR,
  },
  {
    name: 'a restricted record is hidden from its recipients',
    given: { recipients: ['nccia'], restricted: true }, when: { agency: 'nccia', purpose: 'criminal-investigation' }, then: NOTHING,
  },
  {
    name: 'a restricted record stays with its originator',
    given: { restricted: true }, when: { agency: 'fia', purpose: 'criminal-investigation' }, then: EVERYTHING,
  },
  {
    name: 'a withdrawn record is hidden from its recipients',
    given: { recipients: ['nccia'], withdrawn: true }, when: { agency: 'nccia', purpose: 'criminal-investigation' }, then: NOTHING,
  },
  {
    name: 'a withdrawn public record is hidden from everyone it was public to',
    given: { tlp: 'CLEAR', withdrawn: true }, when: { agency: 'europol', purpose: 'threat-analysis' }, then: NOTHING,
  },
  {
    name: 'a withdrawn record stays with its originator',
    given: { withdrawn: true }, when: { agency: 'fia', purpose: 'criminal-investigation' }, then: EVERYTHING,
  },
  {
    name: 'the day before its erasure date a record is seen',
    given: { recipients: ['nccia'], erasedOn: '2026-11-02' },
    when: { agency: 'nccia', purpose: 'criminal-investigation', on: '2026-11-01' }, then: INVESTIGATOR,
  },
  {
    name: 'on its erasure date a record is gone for its recipients',
    given: { recipients: ['nccia'], erasedOn: '2026-11-02' },
    when: { agency: 'nccia', purpose: 'criminal-investigation', on: '2026-11-02' }, then: NOTHING,
  },
  {
    name: 'on its erasure date a record is gone for its originator',
    given: { erasedOn: '2026-11-02' }, when: { agency: 'fia', purpose: 'criminal-investigation', on: '2026-11-02' }, then: NOTHING,
  },
  {
    name: 'a transfer record loosens no handling code: what is H1 stays out of court in Pakistan too',
    given: { originator: 'de-bka', recipients: ['fia'], transfers: ['fia'], handling: ['H1'] }, when: { agency: 'fia', purpose: 'judicial-cooperation' }, then: ['REFERENCE'],
  },
  {
    name: 'a transfer record opens no purpose that the originator did not permit',
    given: { originator: 'de-bka', recipients: ['fia'], transfers: ['fia'], purposes: ['judicial-cooperation'] }, when: { agency: 'fia', purpose: 'criminal-investigation' }, then: NOTHING,
  },
];
