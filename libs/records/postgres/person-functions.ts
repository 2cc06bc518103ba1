/** One person's part of a slice, as `split` laid it: a list of objects is a map by ref, its order stands under `#`. */
export const WITHOUT_PERSON = `
create or replace function records.without_person(p_slice jsonb, p_list text, p_ref text) returns jsonb language sql immutable as $$
  select case when s #> array[p_list, '#'] is null then s else jsonb_set(s, array[p_list, '#'], (s #> array[p_list, '#']) - p_ref) end
  from (select p_slice #- array[p_list, p_ref] as s) spared
$$;

-- The same of everybody whose date has passed.
create or replace function records.without_due(p_slice json, p_limits jsonb) returns json language plpgsql stable as $$
declare s jsonb := p_slice::jsonb; l record;
begin
  for l in select d.list, d.ref from jsonb_to_recordset(p_limits) as d (list text, ref text, "eraseAt" timestamptz) where d."eraseAt" <= now() loop
    s := records.without_person(s, l.list, l.ref);
  end loop;
  return s::json;
end $$;
`;
