/**
 * Chance of a world: PostgreSQL's `random()` as the harness has it. Its one use in the hub draws the slot
 * of an agency that has its first line. Which slot it is follows here from the agency alone, so that two
 * worlds draw alike; in the product every free slot is as likely as another, whoever was there before.
 * Called once for each free slot, lowest first: 0 for the one that is to be drawn, else 1.
 */
export const DICE = `
create function harness.slot_of(p_agency text) returns int language sql immutable as $$
  select ('x' || substr(md5('slot ' || p_agency), 1, 2))::bit(8)::int
$$;
create function harness.random() returns double precision language plpgsql volatile as $$
declare left_over int := nullif(current_setting('harness.left_over', true), '')::int; newcomer text;
begin
  if left_over is null then
    select l.agency into newcomer from audit.ledgers() l where not exists (select from audit.place p where p.agency = l.agency) order by l.agency limit 1;
    select harness.slot_of(newcomer) - count(*) into left_over from audit.place p where p.slot < harness.slot_of(newcomer);
  end if;
  perform set_config('harness.left_over', (left_over - 1)::text, true);
  return case when left_over = 0 then 0 else 1 end;
end $$;`;

/** Free slots are then looked at in their order, on which the dice depend. */
export const LOWEST_FIRST = 'alter function audit.take_place(text) set enable_hashjoin = off set enable_mergejoin = off';
