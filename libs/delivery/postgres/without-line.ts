/**
 * Messages of an agency's topics whose event no ledger line of that agency names; by their places from 1.
 * A line is written a moment before its message is sent, so the lines around it are enough: all the
 * agency's delivery lines are read only for what is missing there. A message older than the oldest line
 * that is kept is let be where periods were dropped: its line may have gone with its period.
 */
export const WITHOUT_LINE = `
drop function if exists delivery.unaccounted(int);
create or replace function delivery.without_line(p_agency text, p_events text[], p_sent timestamptz[]) returns int[]
language plpgsql security definer set enable_seqscan = off set enable_bitmapscan = off as $$
declare around constant interval = '10 minutes'; strays int[]; kept timestamptz;
begin
  strays := array(select s.place from unnest(p_events) with ordinality as s (event, place) where s.event not in (
    select unnest(l.entries)::text from audit.ledger l where l.agency = p_agency and l.entries is not null
      and l.at between (select min(a) from unnest(p_sent) a) - around and (select max(a) from unnest(p_sent) a) + around));
  if cardinality(strays) = 0 then return strays; end if;
  select coalesce((select min(l.at) from audit.ledger l where l.agency = p_agency and l.entries is not null), max(t.dropped_at)) into kept
    from audit.tree t where t.agency = p_agency having max(t.dropped_at) is not null;
  return array(select place from unnest(strays) place where p_sent[place] >= coalesce(kept, '-infinity') and p_events[place] not in (
    select unnest(l.entries)::text from audit.ledger l where l.agency = p_agency and l.entries is not null));
end $$;
`;
