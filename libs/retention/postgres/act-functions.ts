/** Role of whoever may act for a record's originator here: its officers, and its data-protection officer. */
const ACTORS = `'{officer,data-protection-officer}'`;

/** What was set on a record by its holds, and until when its originator still sees it. */
const SET_HELD = `
create or replace function retention.set_held(p_record uuid) returns void language plpgsql as $$
declare r records.record;
begin
  update records.record set held_until = coalesce((
    select max(h.until) from retention.hold h where h.record_id = p_record and h.lifted_at is null and h.until > now()), '-infinity')
  where id = p_record returning * into r;
  update records.record_audience a set erase_at = greatest(r.erase_at, r.held_until) where a.record_id = r.id and a.audience = r.originator;
end $$;

create or replace function retention.own(c audit.caller, p_id uuid) returns records.record language plpgsql as $$
begin
  if not coalesce(c.roles && ${ACTORS}, false) then raise exception 'ACTION_NOT_ALLOWED' using errcode = 'AM001'; end if;
  return retention.own_record(c, p_id);
end $$;
`;

const HOLD = `
create or replace function retention.hold(p_caller jsonb, p_id uuid, p_ground text, p_until timestamptz)
returns table (kind text, version int, duplicate boolean) language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); r records.record := retention.own(c, p_id);
begin
  if p_until <= now() then raise exception 'HOLD_DATE_PAST' using errcode = 'AM001'; end if;
  if exists (select from retention.hold h where h.record_id = p_id and h.lifted_at is null and h.ground = p_ground and h.until = p_until) then
    return query select r.kind, cardinality(r.changes), true;
    return;
  end if;
  insert into retention.hold (agency, record_id, kind, ground, until, placed_by) values (c.agency, p_id, r.kind, p_ground, p_until, c.client);
  perform retention.set_held(p_id);
  perform audit.append(c, 'hold', r.kind, array[p_id], array[1]);
  return query select r.kind, cardinality(r.changes), false;
end $$;

-- All that are open: what is past its erasure date is erased within moments.
create or replace function retention.lift(p_caller jsonb, p_id uuid)
returns table (kind text, version int, duplicate boolean) language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); r records.record := retention.own(c, p_id); lifted boolean;
begin
  update retention.hold h set lifted_at = now(), lifted_by = c.client where h.record_id = p_id and h.lifted_at is null;
  lifted := found;
  perform retention.set_held(p_id);
  perform audit.append(c, 'lift-hold', r.kind, array[p_id], array[1]);
  return query select r.kind, cardinality(r.changes), not lifted;
end $$;
`;

/** Looked at again and found necessary: the hub asks next at the day given. What nobody looked at in time and was restricted for it stays so until it is amended. */
const REVIEWED = `
create or replace function retention.reviewed(p_caller jsonb, p_id uuid, p_next timestamptz)
returns table (kind text, version int, duplicate boolean) language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); r records.record := retention.own(c, p_id);
begin
  if p_next <= now() then raise exception 'REVIEW_DATE_PAST' using errcode = 'AM001'; end if;
  if p_next > r.erase_at then raise exception 'DATES_IN_DISORDER' using errcode = 'AM001'; end if;
  if r.review_at is not distinct from p_next then return query select r.kind, cardinality(r.changes), true; return; end if;
  update records.record set review_at = p_next where id = p_id;
  perform audit.append(c, 'review', r.kind, array[p_id], array[1]);
  return query select r.kind, cardinality(r.changes), false;
end $$;
`;

/** What an agency's own officers are told, by the page: holds, reviews that are due, and what was erased. */
const TOLD = `
create or replace function retention.holds(p_caller jsonb, p_open boolean, p_after timestamptz, p_after_id uuid, p_limit int)
returns setof retention.hold language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller);
begin
  if not coalesce(c.roles && ${ACTORS}, false) then return; end if;
  return query select h.* from retention.hold h
    where h.agency = c.agency and (p_open is null or p_open = (h.lifted_at is null and h.until > now())) and (p_after is null or (h.placed_at, h.id) < (p_after, p_after_id))
    order by h.placed_at desc, h.id desc limit p_limit;
end $$;

create or replace function retention.erasures(p_caller jsonb, p_after timestamptz, p_after_id uuid, p_limit int)
returns setof retention.erasure language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller);
begin
  if not coalesce(c.roles && ${ACTORS}, false) then return; end if;
  return query select e.* from retention.erasure e where e.agency = c.agency and (p_after is null or (e.at, e.record_id) < (p_after, p_after_id))
    order by e.at desc, e.record_id desc limit p_limit;
end $$;

create or replace function retention.due_reviews(p_caller jsonb, p_after timestamptz, p_after_id uuid, p_limit int)
returns table (record_id uuid, kind text, due_at timestamptz, erase_at timestamptz, restricted boolean) language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller);
begin
  if not coalesce(c.roles && ${ACTORS}, false) then return; end if;
  return query select r.id, r.kind, r.review_at, r.erase_at, r.restricted from records.record r
    where r.originator = c.agency and r.review_at <= now() and r.state = 'active' and r.erase_at > now()
      and (p_after is null or (r.review_at, r.id) > (p_after, p_after_id))
    order by r.review_at, r.id limit p_limit;
end $$;
`;

export const ACT_FUNCTIONS = [SET_HELD, HOLD, REVIEWED, TOLD];
