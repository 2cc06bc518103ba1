/** What an account may say; null where nothing was said. */
const ACCOUNT = ['from', 'to', 'nature', 'risk', 'subjects', 'subjectCategories', 'consequences', 'measures', 'proposed', 'facts', 'effects', 'remedy', 'contact'];

const MOMENT = 'breaches.moment';

/** A breach in the form in which it is given. Whom the agency told, and which of its officers acted, is the agency's own to see. */
const SHOWN = `
create or replace function breaches.kinds_of(p_breach uuid) returns jsonb language sql stable as $$
  select coalesce(jsonb_agg(jsonb_build_object('kind', k.kind, 'records', k.records) order by k.kind), '[]') from (
    select a.kind, count(*) as records from breaches.affected a where a.breach = p_breach group by a.kind) k
$$;

create or replace function breaches.told_by(n breaches.notice) returns jsonb language sql stable as $$
  select jsonb_build_object('notice', n.id, 'agency', n.agency, 'at', ${MOMENT}(n.at), 'acknowledgedAt', ${MOMENT}(n.acknowledged_at),
    'records', (select count(*) from breaches.noticed w where w.notice = n.id))
$$;

create or replace function breaches.notified(n breaches.notification) returns jsonb language sql stable as $$
  select jsonb_build_object('number', n.number, 'channel', n.channel, 'authority', n.authority, 'sentAt', ${MOMENT}(n.sent_at), 'recordedAt', ${MOMENT}(n.recorded_at), 'client', n.client, 'delay', n.delay)
$$;

create or replace function breaches.communicated(b breaches.breach) returns boolean language sql immutable as $$
  select coalesce(b.communication ->> 'at' is not null, false)
$$;

create or replace function breaches.shown(p_id uuid, p_own boolean) returns jsonb language sql stable as $$
  select jsonb_build_object('id', b.id, 'agency', b.agency, 'status', case when b.closed_at is null then 'open' else 'closed' end, 'openedAt', ${MOMENT}(b.opened_at),
    'awareAt', ${MOMENT}(b.aware_at), 'dueAt', ${MOMENT}(b.due_at), 'overdue', b.notified_at is null and b.closed_at is null and now() >= b.due_at,
    'records', (select count(*) from breaches.affected a where a.breach = b.id), 'kinds', breaches.kinds_of(b.id),
    'notifications', coalesce((select jsonb_agg(breaches.notified(n) order by n.number) from breaches.notification n where n.breach = b.id), '[]'),
    'communication', case when b.communication is not null then jsonb_build_object('decision', b.communication -> 'decision', 'ground', b.communication -> 'ground', 'at', b.communication -> 'at', 'decidedAt', b.communication -> 'decidedAt') end,
    'required', b.required, 'closedAt', ${MOMENT}(b.closed_at), 'closingReason', b.closing_reason,
    'told', case when p_own then coalesce((select jsonb_agg(breaches.told_by(n) order by n.at, n.agency, n.id) from breaches.notice n where n.breach = b.id and n.teller = b.agency), '[]') end,
    'history', (select jsonb_agg(jsonb_build_object('at', ${MOMENT}(a.at), 'act', a.act, 'client', a.client, 'officer', case when p_own then a.officer end) order by a.nth) from breaches.act a where a.breach = b.id))
    || (select jsonb_object_agg(f.name, b.account -> f.name) from unnest('{${ACCOUNT.join(',')}}'::text[]) as f (name))
  from breaches.breach b where b.id = p_id
$$;
`;

/** The register of one agency (LED art. 30(5)): for its data-protection officer, and of any agency for the supervisory authority, which so can verify it. */
const REGISTER = `
create or replace function breaches.expect_reader(c audit.caller, p_agency text) returns boolean language plpgsql as $$
declare own boolean := coalesce('data-protection-officer' = any (c.roles), false) and p_agency = c.agency;
begin
  if not own and not coalesce('supervisor' = any (c.roles), false) then raise exception 'ACTION_NOT_ALLOWED' using errcode = 'AM001'; end if;
  perform set_config('amanat.breaches_of', p_agency, true);
  return own;
end $$;

create or replace function breaches.list(p_caller jsonb, p_agency text, p_status text, p_after timestamptz, p_after_id uuid, p_limit int)
returns table (at timestamptz, id uuid, told jsonb) language plpgsql security definer as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller); own boolean := breaches.expect_reader(c, p_agency);
begin
  return query select b.opened_at, b.id, breaches.shown(b.id, own) from breaches.breach b
    where b.agency = p_agency and (p_status is null or (b.closed_at is null) = (p_status = 'open')) and (p_after is null or (b.opened_at, b.id) < (p_after, p_after_id))
    order by b.opened_at desc, b.id desc limit p_limit;
end $$;

create or replace function breaches.one(p_caller jsonb, p_agency text, p_id uuid) returns jsonb language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); own boolean := breaches.expect_reader(c, p_agency);
begin
  return breaches.shown(p_id, own);
end $$;

-- What a document is made of: as the authority was given it, or as it stands.
create or replace function breaches.material(p_caller jsonb, p_agency text, p_id uuid, p_number int) returns jsonb language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); own boolean := breaches.expect_reader(c, p_agency); shown jsonb := breaches.shown(p_id, own);
begin
  if p_number is null then
    if not own then return null; end if;
    return shown || jsonb_build_object('notification', null);
  end if;
  return (select shown || (select jsonb_object_agg(f.name, n.account -> f.name) from unnest('{${ACCOUNT.join(',')}}'::text[]) as f (name))
      || jsonb_build_object('kinds', n.kinds, 'communication', n.communication, 'notification', breaches.notified(n))
    from breaches.notification n where n.breach = p_id and n.number = p_number);
end $$;

-- By the authority, of whichever agency's breach: the same again is the same.
create or replace function breaches.require(p_caller jsonb, p_agency text, p_id uuid, p_said jsonb) returns jsonb language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); b breaches.breach;
begin
  if not coalesce('supervisor' = any (c.roles), false) then raise exception 'ACTION_NOT_ALLOWED' using errcode = 'AM001'; end if;
  perform set_config('amanat.breaches_of', p_agency, true);
  select * into b from breaches.breach q where q.id = p_id and q.agency = p_agency for update;
  if b.id is null then return null; end if;
  if b.required is null or b.required - 'at' <> p_said then
    update breaches.breach set required = p_said || jsonb_build_object('at', ${MOMENT}(now())), closed_at = case when (p_said ->> 'required')::boolean and not breaches.communicated(b) then null else b.closed_at end where id = p_id;
    perform audit.append(c, 'require-breach-communication', null, array[p_id], array[0]);
  end if;
  return breaches.shown(p_id, false);
end $$;

create or replace function breaches.records(p_caller jsonb, p_id uuid, p_after uuid, p_limit int) returns table (id uuid, kind text, own boolean) language plpgsql security definer as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller);
begin
  perform breaches.expect_protector(c);
  if not exists (select from breaches.breach b where b.id = p_id) then raise exception 'RECORD_NOT_FOUND' using errcode = 'AM001'; end if;
  return query select a.record_id, a.kind, a.originator = a.agency from breaches.affected a
    where a.breach = p_id and (p_after is null or a.record_id > p_after) order by a.record_id limit p_limit;
end $$;

-- Of all agencies, what was notified inside the hub.
create or replace function breaches.notifications(p_caller jsonb, p_after timestamptz, p_after_id uuid, p_after_number int, p_limit int)
returns table (at timestamptz, id uuid, number int, told jsonb) language plpgsql security definer as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller);
begin
  if not coalesce('supervisor' = any (c.roles), false) then raise exception 'ACTION_NOT_ALLOWED' using errcode = 'AM001'; end if;
  perform set_config('amanat.supervising', 'true', true);
  return query select n.recorded_at, n.breach, n.number::int, breaches.notified(n) || jsonb_build_object('breach', n.breach, 'agency', n.agency) from breaches.notification n
    where n.channel = 'hub' and (p_after is null or (n.recorded_at, n.breach, n.number::int) < (p_after, p_after_id, p_after_number))
    order by n.recorded_at desc, n.breach desc, n.number desc limit p_limit;
end $$;
`;

const PROTECTS = `'data-protection-officer' = any (c.roles)`;

/** What an agency is told of others' breaches. A client reads of records up to its own clearance, a data-protection officer of all, as of recalls (D-094). */
const NOTICES = `
create or replace function breaches.notice_shown(n breaches.notice, p_clearance int) returns jsonb language sql stable as $$
  select jsonb_build_object('id', n.id, 'agency', n.teller, 'at', ${MOMENT}(n.at), 'acknowledgedAt', ${MOMENT}(n.acknowledged_at), 'passedOnAt', ${MOMENT}(n.passed_on_at),
    'records', (select jsonb_agg(w.record_id order by w.record_id) from breaches.noticed w where w.notice = n.id and w.tlp <= p_clearance),
    'told', coalesce((select jsonb_agg(breaches.told_by(p) order by p.at, p.agency, p.id) from breaches.notice p where p.via = n.id), '[]')) || n.said
$$;

create or replace function breaches.clearance_of(c audit.caller) returns int language plpgsql as $$
begin
  if not coalesce(c.roles && '{officer,data-protection-officer}', false) then raise exception 'ACTION_NOT_ALLOWED' using errcode = 'AM001'; end if;
  perform set_config('amanat.breaches_of', c.agency, true);
  return case when ${PROTECTS} then 32767 else c.clearance end;
end $$;

create or replace function breaches.notices(p_caller jsonb, p_after timestamptz, p_after_id uuid, p_limit int)
returns table (at timestamptz, id uuid, told jsonb) language plpgsql security definer as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller); cleared int := breaches.clearance_of(c);
begin
  return query select n.at, n.id, breaches.notice_shown(n, cleared) from breaches.notice n
    where n.agency = c.agency and (p_after is null or (n.at, n.id) < (p_after, p_after_id)) and exists (select from breaches.noticed w where w.notice = n.id and w.tlp <= cleared)
    order by n.at desc, n.id desc limit p_limit;
end $$;

-- Once; what is passed on is passed on for good, and goes to whoever is found to hold a copy.
create or replace function breaches.acknowledge(p_caller jsonb, p_notice uuid, p_pass_on boolean) returns jsonb language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); cleared int := breaches.clearance_of(c); n breaches.notice;
begin
  select * into n from breaches.notice q where q.id = p_notice and q.agency = c.agency and exists (select from breaches.noticed w where w.notice = q.id and w.tlp <= cleared) for update;
  if n.id is null then raise exception 'RECORD_NOT_FOUND' using errcode = 'AM001'; end if;
  if p_pass_on and not exists (select from breaches.noticed w where w.notice = n.id and w.own) then raise exception 'ACTION_NOT_ALLOWED' using errcode = 'AM001'; end if;
  if n.acknowledged_at is null or (p_pass_on and n.passed_on_at is null) then
    update breaches.notice set acknowledged_at = coalesce(n.acknowledged_at, date_trunc('milliseconds', now())), acknowledged_by = coalesce(n.acknowledged_by, c.client),
      passed_on_at = coalesce(n.passed_on_at, case when p_pass_on then date_trunc('milliseconds', now()) end) where id = n.id returning * into n;
    if p_pass_on then perform jobs.put('breaches.tell', n.breach, now()); end if;
    perform audit.append(c, 'acknowledge-breach', null, array[n.id], array[0]);
  end if;
  return breaches.notice_shown(n, cleared);
end $$;
`;

export const READING = [SHOWN, REGISTER, NOTICES];
