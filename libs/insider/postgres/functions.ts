import { ownedAndCalled } from '#libs/postgres';
import { KEPT_FOR } from '../model/kept-for.js';

/** Days after which what nobody came back to is forgotten: longer than any rule looks back. */
const FORGOTTEN_AFTER = 400;

/** One watch at a time looks at an agency's ledger, over all processes. */
const LOCK = 7_261_005;

/** The sealed lines that come next (`audit.next_lines`). Nothing is given where another watch is at it. */
const UNWATCHED = `
create or replace function insider.behind() returns table (agency text) language sql stable security definer as $$
  select p.agency from audit.place p left join insider.place w on w.agency = p.agency
  where p.agency <> 'operator' and audit.has_next(p.agency, w.period, w.watched)
$$;

create or replace function insider.unwatched(p_agency text)
returns table (period text, index int, officer text, action text, records uuid[], masks int[], case_reference text, at timestamptz)
language plpgsql security definer as $$
#variable_conflict use_column
declare w insider.place;
begin
  if not pg_try_advisory_xact_lock(${LOCK}, hashtext(p_agency)) then return; end if;
  select * into w from insider.place where agency = p_agency;
  return query select n.period, n.index, (n.line).officer, (n.line).action, (n.line).records, (n.line).masks, (n.line).case_reference, (n.line).at
    from audit.next_lines(p_agency, w.period, w.watched) n order by n.index;
end $$;

create or replace function insider.recall(p_agency text, p_about text, p_keys text[])
returns table (key text, memory jsonb) language sql stable security definer as $$
  select m.key, m.memory from insider.memory m where m.agency = p_agency and m.about = p_about and m.key = any (p_keys)
$$;
`;

/** What was found and what is remembered now, with the place: all of it is kept, or none. The data-protection officer is told that something was found, and by which rule; of whom, and why, is asked for. */
const KEEP = `
create or replace function insider.keep(p_agency text, p_period text, p_watched bigint, p_day date, p_memories jsonb, p_findings jsonb)
returns void language plpgsql security definer as $$
begin
  if p_day > (select m.seen from insider.memory m where m.agency = p_agency and m.about = 'peers') then
    delete from insider.memory m where m.agency = p_agency and m.seen < p_day - ${FORGOTTEN_AFTER};
  end if;
  insert into insider.memory (agency, about, key, seen, memory)
  select p_agency, m.about, m.key, p_day, m.memory from jsonb_to_recordset(p_memories) as m (about text, key text, memory jsonb)
  on conflict (agency, about, key) do update set seen = excluded.seen, memory = excluded.memory;
  insert into insider.finding (agency, id, officer, rule, reason, lines, at)
  select p_agency, f.id, f.officer, f.rule, f.reason, f.lines, f.at
  from jsonb_to_recordset(p_findings) as f (id uuid, officer text, rule text, reason text, lines text[], at timestamptz);
  perform delivery.append_notice(p_agency, '{protection}', 'odd-look-up.found.v1', 'odd-look-up', f.id, f.id::text,
    jsonb_build_object('finding', f.id, 'rule', f.rule, 'at', to_char(f.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
  from jsonb_to_recordset(p_findings) as f (id uuid, rule text, at timestamptz);
  insert into insider.place (agency, period, watched) values (p_agency, p_period, p_watched)
  on conflict (agency) do update set period = excluded.period, watched = excluded.watched;
end $$;
`;

const DAYS = Object.entries(KEPT_FOR).map(([outcome, days]) => `when '${outcome}' then ${days}`).join(' ');
/** Findings that go at once: a line names each of them. */
const AT_ONCE = 500;

/** Findings whose time has come go for good; a line of that agency's ledger names them, and is what is left. @returns how many */
const EXPIRE = `
create or replace function insider.expire() returns int language plpgsql security definer as $$
declare gone record; c audit.caller; done int := 0;
begin
  for gone in
    with old as (
      delete from insider.finding f where f.id in (
        select o.id from insider.finding o where o.at < now() - interval '1 day' * least(${Object.values(KEPT_FOR).join(', ')})
          and o.at < now() - interval '1 day' * case coalesce(o.outcome, 'open') ${DAYS} end order by o.at limit ${AT_ONCE})
      returning f.agency, f.id)
    select o.agency, array_agg(o.id order by o.id) as ids from old o group by o.agency order by o.agency
  loop
    c := jsonb_populate_record(null::audit.caller, jsonb_build_object('agency', gone.agency, 'client', 'insider', 'purpose', 'keeping-time-limits',
      'legal_basis', 'LED-5', 'operation_id', delivery.named_id(concat_ws('/', 'drop-findings', gone.ids)), 'policy', policy_hash()));
    perform audit.append(c, 'drop-findings', null, gone.ids, array_fill(0, array[cardinality(gone.ids)]));
    done := done + cardinality(gone.ids);
  end loop;
  return done;
end $$;

-- Whoever a finding is about is not told of it, whatever the role: asked by the feed, which knows nothing else of findings.
create or replace function insider.may_be_told(c audit.caller, p_finding uuid) returns boolean language sql stable security definer as $$
  select not exists (select from insider.finding f where f.agency = c.agency and f.id = p_finding and f.officer = c.officer)
$$;
`;

/** For an agency's data-protection officer, and nobody else: what a caller claims to be was compared with the directory. Never for the one whom it is about. */
const FINDINGS = `
create or replace function insider.findings(p_caller jsonb, p_closed boolean, p_after timestamptz, p_after_id uuid, p_limit int)
returns setof insider.finding language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller);
begin
  if not coalesce('data-protection-officer' = any (c.roles), false) then return; end if;
  perform set_config('amanat.findings_of', c.agency, true);
  return query select f.* from insider.finding f
    where f.agency = c.agency and f.officer is distinct from c.officer and (p_closed is null or p_closed = (f.closed_at is not null)) and (p_after is null or (f.at, f.id) < (p_after, p_after_id))
    order by f.at desc, f.id desc limit p_limit;
end $$;

-- What is closed already stays as it was closed.
create or replace function insider.close(p_caller jsonb, p_id uuid, p_outcome text)
returns setof insider.finding language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller);
begin
  if not coalesce('data-protection-officer' = any (c.roles), false) then return; end if;
  perform set_config('amanat.findings_of', c.agency, true);
  update insider.finding f set closed_at = now(), closed_by = c.client, outcome = p_outcome where f.agency = c.agency and f.id = p_id and f.officer is distinct from c.officer and f.closed_at is null;
  return query select f.* from insider.finding f where f.agency = c.agency and f.id = p_id and f.officer is distinct from c.officer;
end $$;
`;

const OWNERS: Readonly<Record<string, readonly string[]>> = { amanat_view: ['findings'], amanat_store: ['close'] };

/** The watch's own, under a login of its own: the hub's may call none of them. */
const WATCHING = ['behind()', 'unwatched(text)', 'recall(text, text, text[])', 'keep(text, text, bigint, date, jsonb, jsonb)', 'expire()'];

const OWNERSHIP = `
grant create on schema insider to amanat_keeper, amanat_view, amanat_store;
revoke all on all functions in schema insider from public;
${ownedAndCalled('insider', OWNERS)}
${WATCHING.map((name) => `alter function insider.${name} owner to amanat_keeper;
revoke all on function insider.${name} from amanat_hub;
grant execute on function insider.${name} to amanat_watch;`).join('\n')}
alter function insider.may_be_told(audit.caller, uuid) owner to amanat_keeper;
grant execute on function insider.may_be_told(audit.caller, uuid) to amanat_view;
revoke create on schema insider from amanat_keeper, amanat_view, amanat_store;
`;

export const INSIDER_FUNCTIONS = [UNWATCHED, KEEP, EXPIRE, FINDINGS, OWNERSHIP];
