/**
 * Entries that the relay has sent and that no ledger line names. A line is written before its event is
 * sent and after its entry was committed, so it is of a later transaction than the entry: the lines
 * from the oldest unchecked entry on are enough. The mark moves to what was checked.
 */
export const RECONCILE = `
create or replace function delivery.unaccounted(p_limit int)
returns table (agency text, stream text, entries uuid[]) language plpgsql security definer
set enable_seqscan = off set enable_bitmapscan = off as $$
declare p delivery.position; due record;
begin
  for p in select * from delivery.position where (xid, seq) > (checked_xid, checked_seq) loop
    select array_agg(e.id) as ids, min(e.xid::text::numeric)::text::xid8 as since, (array_agg(e.xid order by e.xid desc, e.seq desc))[1] as xid,
      (array_agg(e.seq order by e.xid desc, e.seq desc))[1] as seq into due
    from (select * from delivery.entry e where e.agency = p.agency and e.stream = p.stream
      and (e.xid, e.seq) > (p.checked_xid, p.checked_seq) and (e.xid, e.seq) <= (p.xid, p.seq) order by e.xid, e.seq limit p_limit) e;
    if due.ids is null then continue; end if;
    update delivery.position o set checked_xid = due.xid, checked_seq = due.seq where o.agency = p.agency and o.stream = p.stream;
    agency := p.agency;
    stream := p.stream;
    entries := array(select unnest(due.ids) except select unnest(l.entries) from audit.ledger l
      where l.agency = p.agency and l.era = audit.current_era() and l.xid > due.since and l.entries is not null);
    if cardinality(entries) > 0 then return next; end if;
  end loop;
end $$;
`;
