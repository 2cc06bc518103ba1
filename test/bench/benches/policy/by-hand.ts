import type { AudienceLabel, RecordLabel, RequestLabel } from '#libs/policy';
import type { SampleCase } from './sample-case.js';

/** Purposes, TLP AMBER and the category of victims, as `schemas/policy` numbers them. */
const PURPOSE = { investigation: 1, protection: 2, immigration: 4, labour: 8, content: 16, court: 32, analysis: 64 } as const;
const AMBER = 2;
const VICTIM = 1;

/** What a caller may see of the classes that the sample's fields have. */
interface Open {
  reference: boolean;
  event: boolean;
  offence: boolean;
  method: boolean;
  finance: boolean;
  assessment: boolean;
  evidence: boolean;
  custody: boolean;
  suspect: boolean;
  victim: boolean;
}

/**
 * The rules of `schemas/policy/rules.json`, written as somebody would who had no table to compile: one function,
 * plain conditions, the answers a reader expects. Null: the record does not exist for the caller.
 */
export function opened(record: RecordLabel, audience: AudienceLabel, request: RequestLabel): Open | null {
  const own = record.originator === audience.agency;
  const named = own || record.recipients.includes(audience.agency);
  const { purpose } = request;
  if (purpose === 0 || (purpose & ~record.purposes) !== 0 || request.clearance < record.tlp) return null;
  if ((record.tlp >= AMBER || record.handling.includes('H2')) && !named) return null;
  if (!own && record.handling.includes('H0') && (purpose & (PURPOSE.immigration | PURPOSE.labour)) !== 0) return null;
  if (!own && (record.restricted || record.state !== 'active')) return null;
  if (request.now >= record.eraseAt) return null;
  const open = own ? everything() : permitted(record, audience, purpose);
  forbid(open, record, audience, request, own);
  return open;
}

function everything(): Open {
  return {
    reference: true, event: true, offence: true, method: true, finance: true, assessment: true, evidence: true, custody: true, suspect: true, victim: true,
  };
}

function permitted(record: RecordLabel, { agency, type }: AudienceLabel, purpose: number): Open {
  const recipient = record.recipients.includes(agency);
  const green = record.tlp < AMBER;
  const investigates = recipient && type === 'investigation' && (purpose & (PURPOSE.investigation | PURPOSE.court | PURPOSE.protection)) !== 0;
  const analyses = recipient && type === 'investigation' && (purpose & PURPOSE.analysis) !== 0;
  const border = recipient && type === 'border';
  const labour = recipient && type === 'labour' && (purpose & (PURPOSE.investigation | PURPOSE.labour)) !== 0;
  const telecom = recipient && type === 'telecom' && (purpose & (PURPOSE.investigation | PURPOSE.content)) !== 0;
  const partner = recipient && type === 'protection';
  const works = investigates || analyses || border || labour;
  return {
    reference: recipient || green,
    event: works || partner || green,
    offence: works || (green && type === 'investigation'),
    method: works || telecom || green,
    finance: investigates || analyses,
    assessment: investigates || analyses,
    evidence: investigates,
    custody: false,
    suspect: investigates || labour || (border && (purpose & PURPOSE.investigation) !== 0),
    victim: investigates || (partner && (purpose & PURPOSE.protection) !== 0 && record.referralConsent),
  };
}

function forbid(open: Open, record: RecordLabel, audience: AudienceLabel, request: RequestLabel, own: boolean): void {
  const immigration = (request.purpose & PURPOSE.immigration) !== 0;
  if (immigration || !request.officer || (record.regime === 'IO' && !own && !record.referralConsent)) open.victim = false;
  if (!request.officer) open.suspect = false;
  if (own) return;
  const european = record.regime !== 'PK' && record.regime !== 'IO';
  if (european && audience.regime !== 'EU-LED' && audience.regime !== 'EU-AGENCY' && !record.transfers.includes(audience.agency)) {
    open.finance = open.assessment = open.evidence = open.suspect = open.victim = false;
  }
  if (immigration && (record.categories & VICTIM) !== 0) open.event = open.assessment = open.evidence = false;
  if (audience.type === 'protection') open.offence = open.method = open.finance = open.assessment = open.evidence = open.suspect = false;
  if (record.handling.includes('H1') && (request.purpose & PURPOSE.court) !== 0) {
    open.event = open.offence = open.method = open.finance = open.assessment = open.evidence = open.suspect = open.victim = false;
  }
}

type Tree = Record<string, unknown>;

/** The fields that are open, each written out by its name. */
export function shown(document: SampleCase, open: Open): Tree {
  const tree: Tree = {};
  if (open.reference) tree.envelope = envelope(document.envelope, open);
  if (open.event) {
    tree.status = document.status;
    tree.openedOn = document.openedOn;
    tree.summary = document.summary;
    tree.victims = document.victims.map((victim) => victimOf(victim, open));
  }
  if (open.assessment) tree.closureReason = document.closureReason;
  if (open.custody) tree.owner = document.owner;
  if (open.method) {
    tree.exploitation = document.exploitation;
    tree.suspects = document.suspects.map(({ ref, identity }) => (open.suspect ? { ref, identity: { fullName: identity.fullName } } : { ref }));
  }
  if (open.offence) tree.offences = document.offences.map(({ code, stage }) => ({ code, stage }));
  if (open.finance) tree.moneyTrails = document.moneyTrails.map(({ carrier }) => ({ carrier }));
  if (open.evidence) tree.evidence = document.evidence.map(({ description }) => ({ description }));
  return tree;
}

function envelope({ reference, tlp, classification, recipients }: SampleCase['envelope'], open: Open): Tree {
  const tree: Tree = { reference, tlp };
  if (open.offence) tree.classification = classification;
  if (open.custody) tree.recipients = recipients;
  return tree;
}

function victimOf({ ref, gender, means, identity }: SampleCase['victims'][number], open: Open): Tree {
  const tree: Tree = { ref, gender };
  if (open.method) tree.means = means;
  if (open.victim) tree.identity = { fullName: identity.fullName };
  return tree;
}
