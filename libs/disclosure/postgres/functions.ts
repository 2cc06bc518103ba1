import { ADMISSION } from './admission.js';
import { OPEN_COLUMNS, VIEWS } from './views.js';

const SHOWN_COLUMNS = ['id', 'version', 'as_of', 'mask', 'originator', ...OPEN_COLUMNS, 'sealed'];
const ROW = `id uuid, version int, as_of timestamptz, mask int, originator text, ${[...OPEN_COLUMNS, 'sealed'].map((column) => `${column} json`).join(', ')}`;

/**
 * Records leave PostgreSQL by the lot: for each column one JSON array over the records, in their order. Handed
 * over row by row a page costs three times the time that it takes to find it (D-085).
 */
const lotOf = (columns: readonly string[]) => columns.map((column) => `${column} json`).join(', ');
const gathered = (columns: readonly string[]) => columns.map((column) => `json_agg(s.${column})`).join(', ');
const LOT = lotOf(SHOWN_COLUMNS);

const RENDERED = ['id', 'version', 'as_of', 'mask', 'originator', 'erase_at', ...OPEN_COLUMNS];

/** Planner settings of the page: it must walk its index in order, whatever the estimates of a rare agency say. */
const IN_ORDER = `set plan_cache_mode = force_generic_plan set enable_hashjoin = off set enable_mergejoin = off
  set enable_bitmapscan = off set enable_seqscan = off set jit = off`;

/**
 * Of the records asked for, those that the rules of today show with at least the classes `p_needed`, in the
 * order asked, each with its place. Every record is fetched once and its rules asked once; `opened` is what
 * leaves PostgreSQL of it, and what the line says. The planner sets the function into the statement that calls it.
 */
const SHOWN = `
create or replace function disclosure.shown(p_kind text, p_ids uuid[], p_needed int)
returns table (place int, opened int, ${ROW}) language sql stable as $$
  select w.place::int, s.opened, ${SHOWN_COLUMNS.map((name) => `s.${name}`).join(', ')}
  from unnest(p_ids) with ordinality as w (id, place)
  cross join lateral (select * from disclosure.seen v where v.id = w.id and v.kind = p_kind offset 0) s
  where s.mask & p_needed = p_needed
  order by w.place $$;
`;

/**
 * Only the audience index is asked for an id that is hidden, as for one that does not exist: neither has a
 * row there of the caller's. A look at the record itself would take longer, and a hundred ids at once would tell.
 */
const BY_ID = `
create or replace function disclosure.by_id(p_caller jsonb, p_kind text, p_ids uuid[])
returns table (${LOT}) language plpgsql security definer ${IN_ORDER} as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller); masks int[] := array_fill(0, array[cardinality(p_ids)]); known uuid[]; places int[]; opened int[];
begin
  -- A scalar sub-select: an "exists" the planner may turn into a hashed scan of all that the audience sees.
  known := array(select (select a.record_id from records.record_audience a where a.record_id = w.id and a.audience = any (c.audiences) limit 1)
    from unnest(p_ids) with ordinality as w (id, place) order by w.place);
  select array_agg(s.place), array_agg(s.opened), ${gathered(SHOWN_COLUMNS)} into places, opened, ${SHOWN_COLUMNS.join(', ')}
  from disclosure.shown(p_kind, known, 0) s;
  if places is not null then
    for nth in 1..cardinality(places) loop masks[places[nth]] := opened[nth]; end loop;
    return next;
  end if;
  perform audit.append(c, 'read', p_kind, p_ids, masks);
end $$;
`;

/** Ids under one facet from the facet index, newest first. */
const BY_FACET = `
create or replace function disclosure.facet_ids(c audit.caller, p_kind text, p_facet text, p_value text, p_after uuid, p_limit int)
returns table (id uuid) language sql stable as $$
  select f.record_id
  from records.facet_scope scope cross join lateral (
    select f.record_id from records.record_facet f
    where f.audience = scope.audience and f.facet = p_facet and f.value = p_value
      and f.purposes = scope.purposes and f.tlp = scope.tlp and f.record_id < p_after
    order by f.record_id desc limit p_limit) f
  where scope.audience = any (c.audiences) and scope.kind = p_kind and scope.purposes & c.purpose_bits <> 0 and scope.tlp <= c.clearance
  group by f.record_id order by f.record_id desc limit p_limit $$;

/** Of these records, in order, those that have every facet for one and the same audience of the caller. */
create or replace function disclosure.having_facets(c audit.caller, p_ids uuid[], p_facets text[], p_values text[])
returns uuid[] language sql stable as $$
  select array_agg(w.id order by w.place) from unnest(p_ids) with ordinality as w (id, place)
  where exists (select from unnest(c.audiences) as u (audience) where not exists (
    select from unnest(p_facets, p_values) as f (facet, value) where not exists (
      select from records.record_facet o
      where o.record_id = w.id and o.audience = u.audience and o.facet = f.facet and o.value = f.value))) $$;

/** The facet to walk along: the one with the fewest rows, counted no further than is worth the time. */
create or replace function disclosure.lead_facet(c audit.caller, p_kind text, p_facets text[], p_values text[])
returns int language sql stable as $$
  select f.place::int from unnest(p_facets, p_values) with ordinality as f (facet, value, place) cross join lateral (
    select count(*) as rows from (
      select from records.facet_scope scope cross join lateral (
        select from records.record_facet o
        where o.audience = scope.audience and o.facet = f.facet and o.value = f.value and o.purposes = scope.purposes and o.tlp = scope.tlp
        limit 200) o
      where scope.audience = any (c.audiences) and scope.kind = p_kind and scope.purposes & c.purpose_bits <> 0 and scope.tlp <= c.clearance
      limit 200) counted) size
  order by size.rows, f.place limit 1 $$;
`;

/** A record is found by a facet only while its class is shown: what a rule has shut since must not be found out by filters. Asked of one that has every facet. */
const FACET_CLASSES = `
create or replace function disclosure.facet_classes(c audit.caller, p_record uuid, p_facets text[]) returns int language sql stable as $$
  select coalesce(bit_or(1 << f.class), 0) from records.record_facet f
  where f.record_id = p_record and f.audience = any (c.audiences) and f.facet = any (p_facets) $$;
`;

/** Ids from the audience index, newest first. */
const BY_AUDIENCE = `
create or replace function disclosure.audience_ids(c audit.caller, p_kind text, p_after uuid, p_limit int)
returns table (id uuid) language sql stable as $$
  select a.record_id
  from records.audience_scope scope cross join lateral (
    select a.record_id from records.record_audience a
    where a.audience = scope.audience and a.kind = scope.kind and a.purposes = scope.purposes and a.tlp = scope.tlp
      and a.record_id < p_after and a.classes & c.classes <> 0
    order by a.record_id desc limit p_limit) a
  where scope.audience = any (c.audiences) and scope.kind = p_kind and scope.purposes & c.purpose_bits <> 0 and scope.tlp <= c.clearance
  group by a.record_id order by a.record_id desc limit p_limit $$;
`;

/**
 * A page: ids from the audience index or, filtered, along one facet; of these what has every facet and
 * what the rules of today show; then one line. Where that leaves the page short, the walk goes on with
 * longer strides.
 */
const PAGE = `
create or replace function disclosure.page(p_caller jsonb, p_kind text, p_facets text[], p_values text[], p_after uuid, p_limit int)
returns table (${LOT}) language plpgsql security definer ${IN_ORDER} as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller); lead int := 1; stride int := p_limit; needed int := 0;
        walked uuid[]; fitting uuid[]; found uuid[]; opened int[]; ids uuid[] := '{}'; masks int[] := '{}'; cut boolean;
begin
  if cardinality(p_facets) > 1 then lead := disclosure.lead_facet(c, p_kind, p_facets, p_values); end if;
  loop
    if cardinality(p_facets) = 0 then
      select array_agg(h.id) into walked from disclosure.audience_ids(c, p_kind, p_after, stride) h;
    else
      select array_agg(h.id) into walked from disclosure.facet_ids(c, p_kind, p_facets[lead], p_values[lead], p_after, stride) h;
    end if;
    fitting := case when cardinality(p_facets) > 1 then disclosure.having_facets(c, walked, p_facets, p_values) else walked end;
    if needed = 0 and cardinality(p_facets) > 0 then needed := disclosure.facet_classes(c, fitting[1], p_facets); end if;
    cut := coalesce(cardinality(fitting), 0) > p_limit - cardinality(ids);
    if cut then fitting := fitting[:p_limit - cardinality(ids)]; end if;
    select array_agg(s.id), array_agg(s.opened), ${gathered(SHOWN_COLUMNS)} into found, opened, ${SHOWN_COLUMNS.join(', ')}
    from disclosure.shown(p_kind, fitting, needed) s;
    if found is not null then
      ids := ids || found;
      masks := masks || opened;
      return next;
    end if;
    exit when cardinality(ids) >= p_limit or (not cut and coalesce(cardinality(walked), 0) < stride);
    p_after := case when cut then fitting[cardinality(fitting)] else walked[stride] end;
    stride := least(stride * 4, 4000);
  end loop;
  -- The last of a full lot only says that there is a next page: it is not given, and not in the line.
  perform audit.append(c, 'list', p_kind, ids[:p_limit - 1], masks[:p_limit - 1]);
end $$;
`;

/**
 * The newest records for each of several values of one facet: the other end of a join, one look-up for a
 * whole page. A value has few records: they are sorted, not walked in order.
 */
const RELATED = `
create or replace function disclosure.related(p_caller jsonb, p_kind text, p_facet text, p_values text[], p_limit int)
returns table (value json, ${LOT}) language plpgsql security definer ${IN_ORDER} as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller);
        seen_purposes int[]; seen_tlp smallint[]; wanted text[]; next_ids uuid[]; ids uuid[]; masks int[]; needed int;
begin
  select array_agg(distinct scope.purposes), array_agg(distinct scope.tlp) into seen_purposes, seen_tlp
  from records.facet_scope scope
  where scope.audience = any (c.audiences) and scope.kind = p_kind and scope.purposes & c.purpose_bits <> 0 and scope.tlp <= c.clearance;
  select array_agg(asked.value), array_agg(h.record_id) into wanted, next_ids
  from unnest(p_values) as asked (value) cross join lateral (
    select f.record_id from records.record_facet f
    where f.audience = any (c.audiences) and f.facet = p_facet and f.value = asked.value
      and f.purposes = any (seen_purposes) and f.tlp = any (seen_tlp)
    group by f.record_id order by f.record_id desc limit p_limit) h;
  -- Into a variable first: as an argument it would be worked out anew for every record.
  needed := disclosure.facet_classes(c, next_ids[1], array[p_facet]);
  select array_agg(s.id), array_agg(s.opened), json_agg(wanted[s.place]), ${gathered(SHOWN_COLUMNS)} into ids, masks, value, ${SHOWN_COLUMNS.join(', ')}
  from disclosure.shown(p_kind, next_ids, needed) s;
  if ids is not null then return next; end if;
  perform audit.append(c, 'list', p_kind, ids, masks);
end $$;
`;

/**
 * Versions as they were handed in, under the rules of today: a mask of 0 is a tombstone. Sealed slices
 * are never rendered: they do not travel in events.
 */
const RENDER = `
create or replace function disclosure.render(p_caller jsonb, p_ids uuid[], p_versions int[])
returns table (${lotOf(RENDERED)}) language plpgsql security definer ${IN_ORDER} as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller); masks int[];
begin
  select array_agg(s.mask), ${gathered(RENDERED)} into masks, ${RENDERED.join(', ')} from (
    select w.id, s.version, s.as_of, coalesce(s.mask, 0) as mask, s.originator, s.erase_at, ${OPEN_COLUMNS.map((column) => `s.${column}`).join(', ')}
    from unnest(p_ids, p_versions) with ordinality as w (id, version, place)
    left join lateral (
      select * from disclosure.seen_version v where v.id = w.id and (v.stored >= w.version or v.newest) order by v.stored limit 1) s on true
    order by w.place) s;
  if masks is not null then return next; end if;
  perform audit.append(c, 'deliver', null, p_ids, masks);
end $$;
`;

/** Notices hold nothing of a record: an agency's own, under a line that names their events. */
const NOTICES = `
create or replace function disclosure.notices(p_caller jsonb, p_entries uuid[]) returns table (data jsonb) language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller);
begin
  perform audit.append(c, 'deliver', null, '{}', '{}');
  return query select n.data from unnest(p_entries) with ordinality as w (id, place) left join delivery.entry_body n on n.entry = w.id order by w.place;
end $$;
`;

const OWNERSHIP = `
grant create on schema disclosure to amanat_view, amanat_keeper;
alter function disclosure.admit(jsonb) owner to amanat_keeper;
alter function disclosure.rules_in_force() owner to amanat_keeper;
alter function disclosure.by_id(jsonb, text, uuid[]) owner to amanat_view;
alter function disclosure.page(jsonb, text, text[], text[], uuid, int) owner to amanat_view;
alter function disclosure.render(jsonb, uuid[], int[]) owner to amanat_view;
alter function disclosure.related(jsonb, text, text, text[], int) owner to amanat_view;
alter function disclosure.notices(jsonb, uuid[]) owner to amanat_view;
revoke create on schema disclosure from amanat_view, amanat_keeper;
revoke all on all functions in schema disclosure from public;
revoke all on all functions in schema audit from public;
grant execute on function audit.append(audit.caller, text, text, uuid[], int[]) to amanat_view, amanat_store, amanat_keeper;
grant execute on all functions in schema disclosure to amanat_view;
grant execute on function disclosure.admit(jsonb) to amanat_store;
grant execute on function disclosure.most_visible(audit.caller) to amanat_keeper;
grant execute on function disclosure.rules_in_force() to amanat_hub;
grant execute on function disclosure.by_id(jsonb, text, uuid[]), disclosure.page(jsonb, text, text[], text[], uuid, int),
  disclosure.render(jsonb, uuid[], int[]), disclosure.related(jsonb, text, text, text[], int), disclosure.notices(jsonb, uuid[]) to amanat_hub;
do $$ declare f regprocedure; begin
  for f in select oid from pg_proc where pronamespace = 'public'::regnamespace and proname like 'policy\\_%' loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to amanat_view, amanat_slices, amanat_keeper', f);
  end loop;
end $$;
`;

/** What is decided of a caller is read from the directory: by the keeper, never a secret, and by the views, what the rules ask of an agency. */
const DIRECTORY = `
grant usage on schema directory to amanat_keeper, amanat_slices;
grant select (id, agency, roles, classes, purposes, clearance) on directory.client to amanat_keeper;
grant select (agency, name, purpose, classes, expires_at) on directory.stream to amanat_keeper;
grant select (code, type, regime) on directory.agency to amanat_keeper, amanat_slices;
grant select on directory.membership, directory.task_force to amanat_keeper;
revoke all on directory.agency from amanat_view;
drop policy if exists view on directory.agency;
${['client', 'stream', 'agency', 'membership', 'task_force'].map((table) => `
drop policy if exists keeper on directory.${table};
create policy keeper on directory.${table} for select to amanat_keeper using (true);`).join('')}
drop policy if exists slices on directory.agency;
create policy slices on directory.agency for select to amanat_slices using (code = (select current_setting('amanat.agency', true)));
`;

export const DISCLOSURE_FUNCTIONS = [
  'drop schema if exists disclosure cascade; create schema disclosure; grant usage on schema disclosure to amanat_view, amanat_slices, amanat_store, amanat_keeper, amanat_hub',
  DIRECTORY, ADMISSION, VIEWS, SHOWN, BY_ID, FACET_CLASSES, BY_FACET, BY_AUDIENCE, PAGE, RELATED, RENDER, NOTICES, OWNERSHIP,
];
