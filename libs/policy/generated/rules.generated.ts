// Generated from schemas/policy by `npm run generate`. Do not edit.
import type { AudienceLabel, RecordLabel, RequestLabel } from '../model/labels.js';

/** sha-256 of the rule table, the classes and the purposes. */
export const POLICY_HASH = '7602668b24156d8c2da7e7fd8f3d37a001531f069affa05e858bbf865946db36';

/** Mask of the classes that this audience may see of this record for this request. */
export function visibleClasses(record: RecordLabel, audience: AudienceLabel, request: RequestLabel): number {
  const originator = record.originator === audience.agency;
  const recipient = record.recipients.includes(audience.agency);
  if (!originator) {
    if (!recipient) {
      if (record.tlp >= 2) return 0; // tlp.named-only
      if (record.handling.includes('H2')) return 0; // handling.h2
    }
    if (record.handling.includes('H0') && ((request.purpose & 12) !== 0)) return 0; // handling.h0
    if (record.restricted) return 0; // restricted
    if (record.state !== 'active') return 0; // withdrawn
  }
  if (request.purpose === 0) return 0; // purpose.stated
  if (!((request.purpose & ~record.purposes) === 0)) return 0; // purpose.permitted
  if (!(request.clearance >= record.tlp)) return 0; // clearance
  if (!(request.now < record.eraseAt)) return 0; // erased
  let mask = 0;
  if (recipient) {
    if (audience.type === 'investigation') {
      if ((request.purpose & 35) !== 0) mask |= 2943; // recipient.investigation
      if ((request.purpose & 2) !== 0) mask |= 5120; // recipient.investigation.protection
      if ((request.purpose & 64) !== 0) mask |= 63; // recipient.investigation.analysis
    }
    if (audience.type === 'border') {
      mask |= 15; // recipient.border
      if ((request.purpose & 1) !== 0) mask |= 256; // recipient.border.suspects
    }
    if (audience.type === 'protection') {
      mask |= 3; // recipient.protection
      if (((request.purpose & 2) !== 0) && record.referralConsent) mask |= 5632; // recipient.protection.referral
    }
    mask |= 1; // recipient.reference
    if ((audience.type === 'labour') && ((request.purpose & 9) !== 0)) mask |= 271; // recipient.labour
    if ((audience.type === 'telecom') && ((request.purpose & 17) !== 0)) mask |= 9; // recipient.telecom
  }
  if (record.tlp < 2) {
    mask |= 11; // community.green
    if (audience.type === 'investigation') mask |= 4; // community.green.offence
  }
  if (originator) mask |= 8191; // originator.own
  if (!originator) {
    if (!(record.regime === 'PK' || record.regime === 'IO') && !(audience.regime === 'EU-LED' || audience.regime === 'EU-AGENCY') && !record.transfers.includes(audience.agency)) mask &= ~8048; // transfer.eu
    if ((record.regime === 'IO') && !record.referralConsent) mask &= ~5632; // consent.partner
    if (((request.purpose & 4) !== 0) && ((record.categories & 1) !== 0)) mask &= ~98; // immigration.victim-record
    if (audience.type === 'protection') mask &= ~2428; // protection.investigation
    if (record.handling.includes('H1') && ((request.purpose & 32) !== 0)) mask &= ~8062; // handling.h1
  }
  if ((request.purpose & 4) !== 0) mask &= ~7680; // immigration.identity
  if (!request.officer) mask &= ~7936; // officer.identity
  return mask;
}
