-- Generated from schemas/policy by `npm run generate`. Do not edit.
-- Mask of the classes that an agency may see of a record for a request.
create or replace function policy_visible_classes(
  originator text,
  regime text,
  tlp smallint,
  recipients text[],
  transfers text[],
  purposes int,
  categories int,
  handling text[],
  restricted boolean,
  state text,
  erase_at timestamptz,
  referral_consent boolean,
  onward text,
  agency text,
  agency_type text,
  agency_regime text,
  purpose int,
  clearance int,
  officer boolean,
  now timestamptz
) returns int language sql immutable parallel safe as $policy$
  select (
      case when (agency = any (recipients)) then (
        case when (agency_type = 'investigation') then (
          case when ((purpose & 35) <> 0) then 2943 else 0 end /* recipient.investigation */
        | case when ((purpose & 2) <> 0) then 5120 else 0 end /* recipient.investigation.protection */
        | case when ((purpose & 64) <> 0) then 63 else 0 end /* recipient.investigation.analysis */) else 0 end
      | case when (agency_type = 'border') then (
          15 /* recipient.border */
        | case when ((purpose & 1) <> 0) then 256 else 0 end /* recipient.border.suspects */) else 0 end
      | case when (agency_type = 'protection') then (
          3 /* recipient.protection */
        | case when (((purpose & 2) <> 0) and referral_consent) then 5632 else 0 end /* recipient.protection.referral */) else 0 end
      | 1 /* recipient.reference */
      | case when ((agency_type = 'labour') and ((purpose & 9) <> 0)) then 271 else 0 end /* recipient.labour */
      | case when ((agency_type = 'telecom') and ((purpose & 17) <> 0)) then 9 else 0 end /* recipient.telecom */) else 0 end
    | case when (tlp < 2) then (
        11 /* community.green */
      | case when (agency_type = 'investigation') then 4 else 0 end /* community.green.offence */) else 0 end
    | case when (originator = agency) then 8191 else 0 end /* originator.own */
  ) & ~(
      case when (not (originator = agency)) is not false then (
        case when (not (agency = any (recipients))) is not false then (
          case when (tlp >= 2) is not false then 8191 else 0 end /* tlp.named-only */
        | case when ('H2' = any (handling)) is not false then 8191 else 0 end /* handling.h2 */) else 0 end
      | case when ((not (regime in ('PK', 'IO'))) and (not (agency_regime in ('EU-LED', 'EU-AGENCY'))) and (not (agency = any (transfers)))) is not false then 8048 else 0 end /* transfer.eu */
      | case when ((regime = 'IO') and (not referral_consent)) is not false then 5632 else 0 end /* consent.partner */
      | case when (((purpose & 4) <> 0) and ((categories & 1) <> 0)) is not false then 98 else 0 end /* immigration.victim-record */
      | case when (agency_type = 'protection') is not false then 2428 else 0 end /* protection.investigation */
      | case when (('H0' = any (handling)) and ((purpose & 12) <> 0)) is not false then 8191 else 0 end /* handling.h0 */
      | case when (('H1' = any (handling)) and ((purpose & 32) <> 0)) is not false then 8062 else 0 end /* handling.h1 */
      | case when restricted is not false then 8191 else 0 end /* restricted */
      | case when (state <> 'active') is not false then 8191 else 0 end /* withdrawn */) else 0 end
    | case when (purpose = 0) is not false then 8191 else 0 end /* purpose.stated */
    | case when (not ((purpose & ~purposes) = 0)) is not false then 8191 else 0 end /* purpose.permitted */
    | case when (not (clearance >= tlp)) is not false then 8191 else 0 end /* clearance */
    | case when ((purpose & 4) <> 0) is not false then 7680 else 0 end /* immigration.identity */
    | case when (not officer) is not false then 7936 else 0 end /* officer.identity */
    | case when (not (now < erase_at)) is not false then 8191 else 0 end /* erased */
  )
$policy$;

-- A purpose's bit; of one that does not exist, none.
create or replace function policy_purpose_bit(purpose text) returns int language sql immutable parallel safe as $policy$
  select case purpose when 'criminal-investigation' then 1 when 'victim-protection' then 2 when 'immigration-control' then 4 when 'labour-regulation' then 8 when 'content-blocking' then 16 when 'judicial-cooperation' then 32 when 'threat-analysis' then 64 else 0 end
$policy$;

create or replace function policy_hash() returns text language sql immutable parallel safe as $policy$
  select '7602668b24156d8c2da7e7fd8f3d37a001531f069affa05e858bbf865946db36'
$policy$;
