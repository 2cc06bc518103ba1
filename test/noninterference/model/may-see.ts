import { EVERY_CLASS, LIGHTS, SEALED, type Agency, type Class, type Label, type Light, type Membership, type Purpose } from './words.js';

/** A request: for what, how far cleared, at which moment, and whether an officer stands behind it. */
export interface Request {
  readonly purpose: Purpose;
  readonly clearance: Light;
  readonly today: Date;
  readonly officer: boolean;
  /** Of any agencies, past and to come. */
  readonly memberships: readonly Membership[];
  /** Agencies that are shut out at the moment. */
  readonly suspended: readonly string[];
}

/** A record as the law looks at it. */
export interface Subject {
  readonly originator: Agency;
  readonly label: Label;
  readonly hasVictims: boolean;
  readonly withdrawn: boolean;
}

const IDENTITY: readonly Class[] = ['VICTIM_IDENTITY', 'VICTIM_CONTACT', 'SPECIAL_CATEGORY'];
const PERSONAL: readonly Class[] = ['FINANCE', 'ASSESSMENT', 'EVIDENCE', 'SUSPECT_IDENTITY', 'WITNESS_IDENTITY', ...IDENTITY];
const CASE_FILE: readonly Class[] = ['EVENT', 'OFFENCE', 'METHOD', 'FINANCE', 'ASSESSMENT', 'EVIDENCE', 'SUSPECT_IDENTITY', 'VICTIM_IDENTITY', 'WITNESS_IDENTITY'];

/**
 * The oracle: what an agency may see of a record, written by hand from the titles and laws of
 * `schemas/policy`, as one tells it to a colleague. It shares nothing with `libs/policy` and does not
 * read the rule table: where the two differ, one of them is wrong.
 */
export function maySee(record: Subject, agency: Agency, request: Request): ReadonlySet<Class> {
  const { purpose, officer } = request;
  const named = isNamed(record.label, agency, request);
  if (!mayKnowOf(record, agency, request, named)) return new Set();
  const own = record.originator.code === agency.code;
  const seen = new Set(own ? EVERY_CLASS : openedTo(record, agency, purpose, named));
  for (const name of shutFor(record, agency, purpose, own)) seen.delete(name);
  // LED art. 25(1): the log names who consulted; nobody is named to a machine, nor anything sealed opened.
  if (!officer) for (const name of SEALED) seen.delete(name);
  return seen;
}

/** Addressed by its own name, or as a member of a task force from the moment it joined to the moment it left. */
function isNamed({ recipients }: Label, { code }: Agency, { today, memberships }: Request): boolean {
  return recipients.includes(code) || memberships.some(({ taskForce, agency, since, until }) =>
    agency === code && recipients.includes(taskForce) && since <= today && (until === null || today < until));
}

/** What makes a record not exist for somebody. */
function mayKnowOf({ originator, label, withdrawn }: Subject, agency: Agency, { purpose, clearance, today, suspended }: Request, named: boolean): boolean {
  // Whoever is shut out is nobody, to its own records too.
  if (suspended.includes(agency.code)) return false;
  // LED art. 4(1)(e), 5: from its erasure date nobody sees it, not even who handed it in.
  if (today >= new Date(label.erased)) return false;
  // LED art. 4(1)(b), 4(2): only for the purposes that the originator named, for itself too.
  if (!label.purposes.includes(purpose)) return false;
  // TLP 2.0: what is marked above one's clearance is not there.
  if (LIGHTS.indexOf(label.tlp) > LIGHTS.indexOf(clearance)) return false;
  if (originator.code === agency.code) return true;
  // LED art. 16(3) and 7(3): restricted, or taken back.
  if (label.restricted || withdrawn) return false;
  // Europol handling code H0: for fighting crime, so neither for returns nor for licences.
  if (label.handling.includes('H0') && (purpose === 'immigration-control' || purpose === 'labour-regulation')) return false;
  // AMBER and above, or handling code H2: to whom it is addressed and to nobody else.
  return named || (!label.handling.includes('H2') && isCommunity(label));
}

function isCommunity({ tlp }: Label): boolean {
  return tlp === 'CLEAR' || tlp === 'GREEN';
}

function openedTo({ label }: Subject, agency: Agency, purpose: Purpose, named: boolean): readonly Class[] {
  const community: Class[] = isCommunity(label) ? ['REFERENCE', 'EVENT', 'METHOD'] : [];
  // GDPR art. 10: offences under official authority only.
  if (isCommunity(label) && agency.type === 'investigation') community.push('OFFENCE');
  if (!named) return community;
  return ['REFERENCE', ...community, ...asRecipient(label, agency, purpose)];
}

/** What a named recipient's task needs (LED art. 4(1)(c)). */
function asRecipient(label: Label, { type }: Agency, purpose: Purpose): readonly Class[] {
  switch (type) {
    case 'investigation':
      if (purpose === 'victim-protection') return [...CASE_FILE, 'VICTIM_CONTACT', 'SPECIAL_CATEGORY'];
      if (purpose === 'criminal-investigation' || purpose === 'judicial-cooperation') return CASE_FILE;
      return purpose === 'threat-analysis' ? ['EVENT', 'OFFENCE', 'METHOD', 'FINANCE', 'ASSESSMENT'] : [];
    case 'border':
      return purpose === 'criminal-investigation' ? ['EVENT', 'OFFENCE', 'METHOD', 'SUSPECT_IDENTITY'] : ['EVENT', 'OFFENCE', 'METHOD'];
    case 'labour':
      return purpose === 'labour-regulation' || purpose === 'criminal-investigation' ? ['EVENT', 'OFFENCE', 'METHOD', 'SUSPECT_IDENTITY'] : [];
    case 'telecom':
      return purpose === 'content-blocking' || purpose === 'criminal-investigation' ? ['METHOD'] : [];
    case 'protection':
      return purpose === 'victim-protection' && label.consent ? ['EVENT', ...IDENTITY] : ['EVENT'];
  }
}

/** What stays shut whatever opens. */
function shutFor({ originator, label, hasVictims }: Subject, agency: Agency, purpose: Purpose, own: boolean): readonly Class[] {
  const shut: Class[] = [];
  // PTPA 2018 s.6, PSMA 2018 s.8: who a victim or witness is never serves immigration control, not even the originator's.
  if (purpose === 'immigration-control') shut.push(...IDENTITY, 'WITNESS_IDENTITY');
  if (own) return shut;
  // … and what happened to a victim serves nobody else's.
  if (purpose === 'immigration-control' && hasVictims) shut.push('EVENT', 'ASSESSMENT', 'EVIDENCE');
  // LED art. 35-38: out of the European Union only with a transfer record.
  const leavesUnion = isUnion(originator) && !isUnion(agency);
  if (leavesUnion && !label.transfers.includes(agency.code)) shut.push(...PERSONAL);
  // GDPR art. 6(1)(a): what a victim told a protection partner, only with the victim's consent.
  if (originator.regime === 'IO' && !label.consent) shut.push(...IDENTITY);
  // GDPR art. 10, LED art. 9(1): investigations do not go to protection partners.
  if (agency.type === 'protection') shut.push('OFFENCE', 'METHOD', 'FINANCE', 'ASSESSMENT', 'EVIDENCE', 'SUSPECT_IDENTITY', 'WITNESS_IDENTITY');
  // Europol handling code H1: not in court; the recipient learns enough to ask.
  if (label.handling.includes('H1') && purpose === 'judicial-cooperation') shut.push(...EVERY_CLASS.filter((name) => name !== 'REFERENCE' && name !== 'CUSTODY'));
  return shut;
}

function isUnion({ regime }: Agency): boolean {
  return regime === 'EU-LED' || regime === 'EU-AGENCY';
}
