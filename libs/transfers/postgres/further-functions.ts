import { maskOf } from '#libs/contracts';
import { STANDING_ERASE_AT, STANDING_RESTRICTED } from '#libs/disclosure';

const REFERENCE = maskOf('REFERENCE');

/** The task forces that an agency belongs to now. */
const TASK_FORCES = `array(select b.task_force from directory.membership b join directory.task_force t on t.code = b.task_force
  where b.agency = g.code and b.since <= now() and (b.until is null or b.until > now()) and t.expires_at > now())`;

/**
 * What an agency is shown of a record for a further purpose, as a row of the audience index: of the classes agreed
 * to, those that it is shown for the record's own purposes, and never more than the rules show for this one. The row
 * ends with the leave. No facets follow: a further purpose is for a record that is known, not for finding others.
 */
export const LAY_FURTHER = `
create or replace function transfers.lay_further(p_record uuid) returns void language plpgsql security definer as $$
begin
  with laid as (
    insert into records.record_audience (audience, kind, purposes, record_id, classes, tlp, erase_at, further)
    select f.agency, r.kind, f.purpose, r.id, m.classes, r.tlp, least(r.erase_at, f.until), true
    from transfers.further_purpose f join records.record r on r.id = f.record and r.purposes & f.purpose = 0 join directory.agency g on g.code = f.agency
    cross join lateral (select records.addressed(r.recipients, ${TASK_FORCES}, g.code) as recipients offset 0) w
    cross join lateral (
      select f.classes & bit_or(a.classes) & policy_visible_classes(r.originator, r.regime, r.tlp, w.recipients, r.transfers, r.purposes | f.purpose, r.categories,
        r.handling, ${STANDING_RESTRICTED}, r.state, ${STANDING_ERASE_AT}, r.referral_consent, r.onward, g.code, g.type, g.regime, f.purpose, 4, true, now()) as classes
      from records.record_audience a where a.record_id = r.id and a.audience = f.agency and not a.further offset 0) m
    where f.record = p_record and f.until > now() and m.classes <> 0
    returning audience, kind, purposes, tlp)
  insert into records.audience_scope (audience, kind, purposes, tlp) select distinct l.audience, l.kind, l.purposes, l.tlp from laid l on conflict do nothing;
end $$;

-- Laid anew after the rows that it follows from, by nobody's version of the record: what was shown until now is counted, up to the moment at which a leave lapsed.
create or replace function transfers.renew_further(p_record uuid) returns void language plpgsql security definer as $$
declare before records.record_audience[] := array(select a from records.record_audience a where a.record_id = p_record); r records.record;
begin
  delete from records.record_audience a where a.record_id = p_record and a.further;
  perform transfers.lay_further(p_record);
  select * into r from records.record where id = p_record;
  perform records.count_earlier_views(r, before, r.version, now());
end $$;
`;

/** Under the record's lock. What was agreed to stands with the request; here stands what follows from it until it is taken back. */
export const FURTHER = `${LAY_FURTHER}
create or replace function transfers.allow_purpose(p_caller jsonb, p_record uuid, p_agency text, p_purpose int, p_classes int, p_until timestamptz, p_approval uuid)
returns int language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); r records.record; shown int;
begin
  perform pg_advisory_xact_lock(hashtextextended(p_record::text, 0));
  select * into r from records.record where id = p_record and originator = c.agency and state = 'active';
  if not found then raise exception 'RECORD_NOT_FOUND' using errcode = 'AM001'; end if;
  perform set_config('amanat.record', p_record::text, true);
  insert into transfers.further_purpose (record, agency, purpose, classes, until, approval) values (p_record, p_agency, p_purpose, p_classes, p_until, p_approval)
  on conflict (record, agency, purpose) do update set classes = excluded.classes, until = excluded.until, approval = excluded.approval;
  perform transfers.renew_further(p_record);
  select a.classes into shown from records.record_audience a where a.record_id = p_record and a.audience = p_agency and a.purposes = p_purpose and a.further;
  -- a leave by which nothing of what was asked for would be shown would only look like one
  if shown is null or (p_classes <> ${REFERENCE} and shown = ${REFERENCE}) then raise exception 'FURTHER_USE_NOT_ALLOWED' using errcode = 'AM001'; end if;
  perform audit.append(c, 'allow-purpose', r.kind, array[p_record], array[shown]);
  return shown;
end $$;

create or replace function transfers.end_purpose(p_caller jsonb, p_record uuid, p_approval uuid) returns void language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); r records.record; ended int;
begin
  perform pg_advisory_xact_lock(hashtextextended(p_record::text, 0));
  select * into r from records.record where id = p_record and originator = c.agency;
  if not found then raise exception 'RECORD_NOT_FOUND' using errcode = 'AM001'; end if;
  perform set_config('amanat.record', p_record::text, true);
  delete from transfers.further_purpose where record = p_record and approval = p_approval returning classes into ended;
  if ended is null then return; end if; -- a later leave has taken its place
  perform transfers.renew_further(p_record);
  perform audit.append(c, 'end-purpose', r.kind, array[p_record], array[ended]);
end $$;
`;
