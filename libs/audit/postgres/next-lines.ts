/**
 * For watches, which each keep their place in every agency's tree: the sealed lines that come next, of one tile at
 * most, in the order of the tree and with their places in it. Only ever the next ones: this is no way to read a
 * ledger, and no session may call it but through a watch's own function.
 */
export const NEXT_LINES = `
create or replace function audit.has_next(p_agency text, p_period text, p_passed bigint) returns boolean language sql stable as $$
  select exists (select from audit.tree t where t.agency = p_agency and t.dropped_at is null
    and (p_period is null or t.period > p_period or (t.period = p_period and t.size > p_passed)))
$$;

create or replace function audit.next_lines(p_agency text, p_period text, p_passed bigint)
returns table (period text, index int, line audit.ledger) language plpgsql stable set enable_seqscan = off set enable_bitmapscan = off as $$
#variable_conflict use_column
declare t audit.tree; s record; start bigint;
begin
  select * into t from audit.tree where agency = p_agency and dropped_at is null
    and (p_period is null or period > p_period or (period = p_period and size > p_passed)) order by period limit 1;
  if t.agency is null then return; end if;
  start := case when t.period = p_period then p_passed else 0 end;
  select * into s from audit.tile_span(p_agency, t.period, start / 256);
  return query select t.period, (start / 256 * 256 + n.nth - 1)::int, n.l from (
    select l, row_number() over (order by l.era, l.xid, l.seq) as nth from audit.ledger l
    where l.agency = p_agency and (l.era, l.xid, l.seq) > (s.era, s.xid, s.seq) and (l.era, l.xid, l.seq) <= (s.last_era, s.last_xid, s.last_seq)
    order by l.era, l.xid, l.seq limit s.lines) n
  where n.nth > start % 256 order by n.nth;
end $$;
`;
