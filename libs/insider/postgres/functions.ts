import { ownedAndCalled } from '#libs/postgres';

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

/** What was found and what is remembered now, with the place: all of it is kept, or none. */
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
  insert into insider.place (agency, period, watched) values (p_agency, p_period, p_watched)
  on conflict (agency) do update set period = excluded.period, watched = excluded.watched;
end $$;
`;

/** For an agency's data-protection officer, and nobody else: what a caller claims to be was compared with the directory. */
const FINDINGS = `
create or replace function insider.findings(p_caller jsonb, p_closed boolean, p_after timestamptz, p_after_id uuid, p_limit int)
returns setof insider.finding language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller);
begin
  if not coalesce('data-protection-officer' = any (c.roles), false) then return; end if;
  perform set_config('amanat.findings_of', c.agency, true);
  return query select f.* from insider.finding f
    where f.agency = c.agency and (p_closed is null or p_closed = (f.closed_at is not null)) and (p_after is null or (f.at, f.id) < (p_after, p_after_id))
    order by f.at desc, f.id desc limit p_limit;
end $$;

-- What is closed already stays as it was closed.
create or replace function insider.close(p_caller jsonb, p_id uuid, p_outcome text)
returns setof insider.finding language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller);
begin
  if not coalesce('data-protection-officer' = any (c.roles), false) then return; end if;
  perform set_config('amanat.findings_of', c.agency, true);
  update insider.finding f set closed_at = now(), closed_by = c.client, outcome = p_outcome where f.agency = c.agency and f.id = p_id and f.closed_at is null;
  return query select f.* from insider.finding f where f.agency = c.agency and f.id = p_id;
end $$;
`;

const OWNERS: Readonly<Record<string, readonly string[]>> = { amanat_keeper: ['behind', 'unwatched', 'recall', 'keep'], amanat_view: ['findings'], amanat_store: ['close'] };

const OWNERSHIP = `
grant create on schema insider to amanat_keeper, amanat_view, amanat_store;
revoke all on all functions in schema insider from public;
${ownedAndCalled('insider', OWNERS)}
revoke create on schema insider from amanat_keeper, amanat_view, amanat_store;
`;

export const INSIDER_FUNCTIONS = [UNWATCHED, KEEP, FINDINGS, OWNERSHIP];
