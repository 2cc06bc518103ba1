import { CLASSES } from '#libs/contracts';

/** One watch at a time, over all processes: what it learns of copies and what it tells of recalls must not pass each other by. */
const LOCK = 7_261_007;

/** Lines that show who sees what, and nothing that the record says. */
const NO_COPY = ['explain'];

/** A look that began before an act may write its line after it, by no more than a question may take (`QUERY_TIME_SECONDS`, the watch's own bound). */
const OVERLAP = `greatest(current_setting('statement_timeout')::interval, interval '1 minute')`;

const MOMENT = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** What is said of a recall: which copy, what became of the record, until when an answer is due. Nothing of others, no reason. */
const SAID = `
create or replace function recalls.class_codes(p_mask int) returns text[] language sql immutable as $$
  select array_agg(c.code order by c.bit) from (values ${CLASSES.map(({ code, bit }) => `('${code}', ${bit})`).join(', ')}) as c (code, bit) where p_mask & (1 << c.bit) <> 0
$$;

create or replace function recalls.said(h recalls.holder) returns jsonb language sql stable as $$
  select jsonb_strip_nulls(jsonb_build_object('changed', recalls.class_codes(h.changed), 'recall', h.recall, 'record', h.record_id, 'kind', h.kind, 'act', h.act, 'at', ${MOMENT('h.opened_at')}, 'deadline', ${MOMENT('h.deadline_at')}))
$$;

-- The streams on which an agency is alerted; where it has none, its recalls.
create or replace function recalls.alert_streams(p_agency text) returns text[] language sql stable as $$
  select coalesce(array_agg(s.name order by s.name), '{recalls}') from directory.stream s
  where s.agency = p_agency and 'alert' = any (s.kinds) and s.expires_at > now()
$$;
`;

/**
 * An agency becomes a holder: it has a copy of what the act is about. Of what was put right it is told only where
 * it may see what changed; a later act that takes the record away ends what was asked before.
 */
const HOLD = `
create or replace function recalls.hold(q recalls.recall, p_agency text, p_classes int) returns void language plpgsql as $$
declare h recalls.holder; changed int;
begin
  if p_agency = q.originator or not coalesce(p_agency = any (q.agencies), true) or (q.act = 'restricted' and q.lifted_at is not null) then return; end if;
  if q.act = 'rectified' then
    select bit_or(a.classes) & q.changed & p_classes into changed from records.record_audience a where a.record_id = q.record_id and a.audience = p_agency;
    if coalesce(changed, 0) = 0 then return; end if;
  end if;
  insert into recalls.holder (recall, agency, originator, record_id, kind, act, opened_at, tlp, changed, remind_at, deadline_at)
  select q.id, p_agency, q.originator, q.record_id, q.kind, q.act, q.opened_at, q.tlp, changed, now() + t.reminder, now() + t.answer from recalls.terms() t where t.act = q.act
  on conflict do nothing returning holder.* into h;
  if h.recall is null then return; end if;
  if q.act in ('withdrawn', 'erased') then
    update recalls.holder o set ended_at = now()
    where o.record_id = q.record_id and o.agency = p_agency and o.recall <> q.id and o.opened_at <= q.opened_at and o.confirmed_at is null and o.ended_at is null;
  end if;
  perform delivery.append_notice(p_agency, '{recalls}', 'recall.opened.v1', q.kind, q.record_id, q.id::text, recalls.said(h));
end $$;
`;

/** The next lines of one agency's ledger: copies, and recalls that were waiting for these lines. @returns lines passed */
const PASS = `
create or replace function recalls.behind() returns table (agency text) language sql stable security definer as $$
  select p.agency from audit.place p left join recalls.place w on w.agency = p.agency
  where p.agency <> 'operator' and audit.has_next(p.agency, w.period, w.passed)
$$;

create or replace function recalls.pass(p_agency text) returns int language plpgsql security definer
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
declare w recalls.place; reached text; begun int; ended int; ids uuid[]; masks int[]; firsts timestamptz[]; lasts timestamptz[]; due record;
begin
  if not pg_try_advisory_xact_lock(${LOCK}) then return 0; end if;
  select * into w from recalls.place p where p.agency = p_agency;
  with line as materialized (select n.period, n.index, n.line from audit.next_lines(p_agency, w.period, w.passed) n),
  given as (
    select g.id, bit_or(g.mask) as mask, min((l.line).at) as first_at, max((l.line).at) as last_at
    from line l cross join unnest((l.line).records, (l.line).masks) as g (id, mask)
    where g.mask <> 0 and (l.line).action <> all ('{${NO_COPY.join(',')}}') group by g.id),
  -- Most of what is read is read again: first of all that is left out, which costs one look each.
  news as materialized (
    select g.* from given g left join recalls.copy k on k.record_id = g.id and k.agency = p_agency
    where k.record_id is null or k.classes | g.mask <> k.classes or g.last_at > k.last_at + interval '1 hour' or g.last_at > k.let_go_at)
  select (select min(period) from line), (select min(index) from line), (select max(index) + 1 from line),
    array_agg(g.id order by g.id), array_agg(g.mask order by g.id), array_agg(g.first_at order by g.id), array_agg(g.last_at order by g.id)
  into reached, begun, ended, ids, masks, firsts, lasts
  from news g where not exists (select from records.record r where r.id = g.id and r.originator = p_agency)
    and not exists (select from recalls.recall q where q.record_id = g.id and q.originator = p_agency);
  if reached is null then return 0; end if;
  insert into recalls.copy (record_id, agency, classes, first_at, last_at)
  select g.id, p_agency, g.mask, g.first_at, g.last_at from unnest(ids, masks, firsts, lasts) as g (id, mask, first_at, last_at)
  on conflict (record_id, agency) do update set classes = copy.classes | excluded.classes, first_at = least(copy.first_at, excluded.first_at),
    last_at = greatest(copy.last_at, excluded.last_at), let_go_at = case when excluded.last_at > copy.let_go_at then null else copy.let_go_at end;
  for due in select q, g.mask from unnest(ids, masks, firsts) as g (id, mask, first_at) join recalls.recall q on q.record_id = g.id
    where q.gathered and ((q.act <> 'rectified' and q.agencies is null) or g.first_at <= q.opened_at + ${OVERLAP}) order by q.opened_at, q.id
  loop
    perform recalls.hold(due.q, p_agency, due.mask);
  end loop;
  insert into recalls.place (agency, period, passed) values (p_agency, reached, ended)
  on conflict (agency) do update set period = excluded.period, passed = excluded.passed;
  return ended - begun;
end $$;
`;

/**
 * What is due: holders of recalls that were opened, what a lifted restriction is followed by, reminders, alerts. Each is
 * marked in the transaction that tells it, and by the holder's own row: a clock that goes back tells nothing twice, one
 * that jumps leaves nothing out. @returns how many were told
 */
const WORK = `
create or replace function recalls.work(p_limit int) returns int language plpgsql security definer as $$
declare q recalls.recall; k record; h recalls.holder; done int := 0;
begin
  if not pg_try_advisory_xact_lock(${LOCK}) then return 0; end if;
  for q in select * from recalls.recall r where not r.gathered order by r.opened_at, r.id limit p_limit loop
    for k in select c.agency, c.classes from recalls.copy c where c.record_id = q.record_id and c.let_go_at is null order by c.agency loop
      perform recalls.hold(q, k.agency, k.classes);
    end loop;
    update recalls.recall set gathered = true where id = q.id;
    done := done + 1;
  end loop;
  for q in select * from recalls.recall r where r.lifted_at is not null and not r.lifting_told order by r.lifted_at, r.id limit p_limit loop
    perform delivery.append_notice(o.agency, '{recalls}', 'recall.lifted.v1', q.kind, q.record_id, q.id::text, recalls.said(o))
    from recalls.holder o where o.recall = q.id and exists (select from records.record_audience a where a.record_id = q.record_id and a.audience = o.agency);
    update recalls.recall set lifting_told = true where id = q.id;
    done := done + 1;
  end loop;
  for h in select * from recalls.holder o where o.confirmed_at is null and o.ended_at is null and o.reminded_at is null and o.remind_at <= now()
    order by o.remind_at, o.recall, o.agency limit p_limit for update loop
    perform delivery.append_notice(h.agency, '{recalls}', 'recall.due.v1', h.kind, h.record_id, h.recall::text, recalls.said(h));
    update recalls.holder set reminded_at = now() where recall = h.recall and agency = h.agency;
    done := done + 1;
  end loop;
  for h in select * from recalls.holder o where o.confirmed_at is null and o.ended_at is null and o.alerted_at is null and o.deadline_at <= now()
    order by o.deadline_at, o.recall, o.agency limit p_limit for update loop
    perform delivery.append_notice(h.agency, recalls.alert_streams(h.agency), 'recall.overdue.v1', h.kind, h.record_id, h.recall::text, recalls.said(h));
    perform delivery.append_notice(h.originator, recalls.alert_streams(h.originator), 'recall.overdue.v1', h.kind, h.record_id, concat_ws('/', h.recall, h.agency),
      recalls.said(h) || jsonb_build_object('agency', h.agency));
    update recalls.holder set alerted_at = now() where recall = h.recall and agency = h.agency;
    done := done + 1;
  end loop;
  return done;
end $$;
`;

export const WATCHING = [SAID, HOLD, PASS, WORK];
