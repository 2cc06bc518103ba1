/**
 * Messages of an agency's topics whose event no ledger line of that agency names; by their places from 1.
 * A line is written a moment before its message is sent: the lines of those seconds are read, more of them for
 * what is missing there (clocks differ, a broker was away), and all the agency's delivery lines only for what
 * is missing still. A message older than the oldest line that is kept is let be where periods were dropped: its
 * line may have gone with its period.
 */
export const WITHOUT_LINE = `
drop function if exists delivery.unaccounted(int);
create or replace function delivery.without_line(p_agency text, p_events text[], p_sent timestamptz[]) returns int[]
language plpgsql security definer set enable_seqscan = off set enable_bitmapscan = off as $$
declare strays int[] := array(select place from generate_series(1, cardinality(p_events)) place); around interval; kept timestamptz;
begin
  foreach around in array '{5 seconds,10 minutes}'::interval[] loop
    strays := array(select place from unnest(strays) place where p_events[place] not in (
      select unnest(l.entries)::text from audit.ledger l where l.agency = p_agency and l.entries is not null
        and l.at between (select min(p_sent[s]) from unnest(strays) s) - around and (select max(p_sent[s]) from unnest(strays) s) + around));
    if cardinality(strays) = 0 then return strays; end if;
  end loop;
  select coalesce((select min(l.at) from audit.ledger l where l.agency = p_agency and l.entries is not null), max(t.dropped_at)) into kept
    from audit.tree t where t.agency = p_agency having max(t.dropped_at) is not null;
  return array(select place from unnest(strays) place where p_sent[place] >= coalesce(kept, '-infinity') and p_events[place] not in (
    select unnest(l.entries)::text from audit.ledger l where l.agency = p_agency and l.entries is not null));
end $$;
`;
