import { NOTHING, OPEN_CASE, PROTECTOR, type Golden } from './world.js';

/** Names are for officers: whoever opens one is named in the ledger (LED art. 25(1)). */
export const OFFICER: readonly Golden[] = [
  {
    name: 'a named investigator\'s machine that names no officer sees the case and nobody in it',
    given: { recipients: ['nccia'] }, when: { agency: 'nccia', purpose: 'criminal-investigation', withoutOfficer: true }, then: OPEN_CASE,
  },
  {
    name: 'the originator\'s own machine names nobody either while no officer asks',
    given: { originator: 'fia' }, when: { agency: 'fia', purpose: 'criminal-investigation', withoutOfficer: true },
    then: [...OPEN_CASE, 'CUSTODY'],
  },
  {
    name: 'a victim who agreed to be referred is referred to an officer, not to a machine',
    given: { recipients: ['iom'], victimAgreed: true }, when: { agency: 'iom', purpose: 'victim-protection', withoutOfficer: true },
    then: ['REFERENCE', 'EVENT'],
  },
  {
    name: 'where a victim can be reached is told to the officer who protects them',
    given: { originator: 'police-punjab', recipients: ['fia'], about: ['VICTIM'] }, when: { agency: 'fia', purpose: 'victim-protection' }, then: PROTECTOR,
  },
  {
    name: 'a suspect is named to no labour authority whose officer is not known',
    given: { recipients: ['beoe'] }, when: { agency: 'beoe', purpose: 'labour-regulation', withoutOfficer: true },
    then: ['REFERENCE', 'EVENT', 'OFFENCE', 'METHOD'],
  },
  {
    name: 'an officer opens nothing that the record does not show to the agency',
    given: { recipients: ['europol'] }, when: { agency: 'de-bka', purpose: 'criminal-investigation' }, then: NOTHING,
  },
];
