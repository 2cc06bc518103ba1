/**
 * The end of a period: its lines and tiles go, for good, and its head stays, chained to all later
 * ones, so what follows is verified as before. Run by the owner of the database: no role of the hub
 * can remove a line. That it was dropped is a line of the agency's own ledger.
 */
export const RETENTION = `
create or replace function audit.expired(p_keep int) returns table (agency text, period text) language plpgsql as $$
#variable_conflict use_column
begin
  perform set_config('amanat.dropping', '?', true);
  return query select o.agency, o.period from (
    select t.agency, t.period, t.cleared, row_number() over (partition by t.agency order by t.period desc) as age from audit.tree t) o
  where o.age > p_keep and not o.cleared order by o.agency, o.period;
end $$;

create or replace function audit.drop_period(p_agency text, p_period text) returns void language plpgsql as $$
begin
  perform set_config('amanat.dropping', p_agency, true);
  update audit.tree t set dropped_at = clock_timestamp(), edge = '{}' where agency = p_agency and period = p_period and dropped_at is null
    and exists (select from audit.tree n where n.agency = p_agency and n.period > p_period);
  if not found then return; end if;
  delete from audit.tile where agency = p_agency and period = p_period;
  insert into audit.ledger (agency, client, action, kind, records, masks, purpose, legal_basis, operation_id, policy)
  values (p_agency, 'hub', 'drop-period', p_period, '{}', '{}', 'retention', 'LED art. 5', gen_random_uuid(), policy_hash());
end $$;

-- Some of its lines at a time: a long transaction would keep new lines from being sealed.
create or replace function audit.clear_period(p_agency text, p_period text, p_limit int) returns int language plpgsql
set enable_seqscan = off set enable_bitmapscan = off as $$
declare t audit.tree; before audit.tree; cleared int;
begin
  perform set_config('amanat.dropping', p_agency, true);
  select * into t from audit.tree where agency = p_agency and period = p_period and dropped_at is not null;
  if not found then return 0; end if;
  select * into before from audit.tree where agency = p_agency and period < p_period order by period desc limit 1;
  delete from audit.ledger d using (
    select l.era, l.xid, l.seq from audit.ledger l where l.agency = p_agency
      and (l.era, l.xid, l.seq) > (coalesce(before.last_era, 0::smallint), coalesce(before.last_xid, '0'::xid8), coalesce(before.last_seq, 0))
      and (l.era, l.xid, l.seq) <= (t.last_era, t.last_xid, t.last_seq)
    order by l.era, l.xid, l.seq limit p_limit) x
  where d.agency = p_agency and d.era = x.era and d.xid = x.xid and d.seq = x.seq;
  get diagnostics cleared = row_count;
  if cleared < p_limit then update audit.tree set cleared = true where agency = p_agency and period = p_period; end if;
  return cleared;
end $$;
`;
