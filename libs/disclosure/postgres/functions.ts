import { ALL_CLASSES, OPEN_CLASSES, SEALED_CLASSES, maskOf } from '#libs/contracts';

const SEALED_MASK = maskOf(...SEALED_CLASSES.map((entry) => entry.code));
const COLUMNS = OPEN_CLASSES.map((entry) => `${entry.code.toLowerCase()} jsonb`).join(', ');
const NAMES = `id, version, as_of, mask, originator, ${OPEN_CLASSES.map((entry) => entry.code.toLowerCase()).join(', ')}, sealed`;
const ROW = `id uuid, version int, as_of timestamptz, mask int, originator text, ${COLUMNS}, sealed json`;
const masked = (row: string, mask: string) =>
  OPEN_CLASSES.map((entry) => `case when ${mask} & ${1 << entry.bit} <> 0 then ${row}.${entry.code.toLowerCase()} end`).join(',\n    ');

/**
 * Sealed classes are for officers: a request behind which none stands gets all but these (LED art. 25(2): who
 * consulted). What counts as a version stays what the agency may see, for its events count so, too.
 */
const NAMED = `case when c.officer is null then ${ALL_CLASSES & ~SEALED_MASK} else ${ALL_CLASSES} end`;

/** The rule table, asked again for a stored row: revocation, restriction and retention take effect at once. */
const RULES = `policy_visible_classes(r.originator, r.regime, r.tlp, r.recipients, r.transfers, r.purposes, r.categories,
  r.handling, r.restricted, r.state, r.erase_at, r.referral_consent, r.onward, g.code, g.type, g.regime, c.purpose_bits, c.clearance, c.officer is not null, now())`;

/** Planner settings of the page: it must walk its index in order, whatever the estimates of a rare agency say. */
const IN_ORDER = `set plan_cache_mode = force_generic_plan set enable_hashjoin = off set enable_mergejoin = off
  set enable_bitmapscan = off set enable_seqscan = off set jit = off`;

const CONTEXT = `
create or replace function disclosure.enter(c audit.caller) returns void language plpgsql as $$
begin
  perform set_config('amanat.audiences', array_to_string(c.audiences, ','), true),
          set_config('amanat.purpose', c.purpose_bits::text, true),
          set_config('amanat.classes', c.classes::text, true),
          set_config('amanat.clearance', c.clearance::text, true);
end $$;
`;

/** What an agency counted under earlier views of the record: it never sees a version or a date go back. */
const earlier = (fact: string) => `(select max(e.${fact}) from records.earlier_view e
      where e.record_id = r.id and e.audience = any (c.audiences) and e.purpose = c.purpose_bits)`;

/** A caller counts the versions it could see. Most records were never amended: no rows are made of their arrays. */
const visibleVersion = (changes: string) => `case when cardinality(${changes}) = 1 then (${changes}[1] & m.mask <> 0)::int
    else (select count(*)::int from unnest(${changes}) as change where change & m.mask <> 0) + coalesce(${earlier('versions')}, 0) end`;
const visibleAsOf = (changes: string, changedAt: string) => `case when cardinality(${changes}) > 1
      then greatest(${earlier('since')}, (select max(v.at) from unnest(${changes}, ${changedAt}) as v (change, at) where v.change & m.mask <> 0))
    when ${changes}[1] & m.mask <> 0 then ${changedAt}[1] end`;

/**
 * Of the records asked for, those that the rules of today show, in the order asked, each with its place.
 * Nothing that the mask hides, or that was not asked for, leaves PostgreSQL: open slices by column, sealed
 * ones by row; `opened` is what did, and what the line says. Every record is fetched once and its rule asked once; the planner sets the function into the statement that calls it.
 */
const SHOWN = `
create or replace function disclosure.shown(c audit.caller, p_kind text, p_ids uuid[])
returns table (place int, opened int, ${ROW}) language sql stable as $$
  select w.place::int, o.opened, r.id, ${visibleVersion('r.changes')}, ${visibleAsOf('r.changes', 'r.changed_at')}, m.mask & ${NAMED}, r.originator,
    ${masked('r', 'o.opened')},
    case when o.opened & ${SEALED_MASK} <> 0 then (
      select json_agg(json_build_object('class', s.class, 'version', s.version, 'subject', s.subject,
        'ciphertext', encode(s.ciphertext, 'base64'), 'key', encode(k.wrapped, 'base64')))
      from records.sealed_slice s join records.subject_key k on k.record_id = s.record_id and k.subject = s.subject and k.class = s.class
      where s.record_id = r.id and o.opened & (1 << s.class) <> 0 and s.version = r.slice_versions[s.class + 1]) end
  from unnest(p_ids) with ordinality as w (id, place)
  join records.record r on r.id = w.id
  cross join lateral (
    select bit_or(a.classes & ${RULES}) & c.classes as mask
    from records.record_audience a join directory.agency g on g.code = a.audience
    where a.record_id = r.id and a.kind = p_kind) m
  cross join lateral (select m.mask & ${NAMED} & c.wanted as opened) o
  where m.mask <> 0
  order by w.place $$;
`;

/**
 * Only the audience index is asked for an id that is hidden, as for one that does not exist: neither has a
 * row there of the caller's. A look at the record itself would take longer, and a hundred ids at once would tell.
 */
const BY_ID = `
create or replace function disclosure.by_id(p_caller jsonb, p_kind text, p_ids uuid[])
returns table (${ROW}) language plpgsql security definer ${IN_ORDER} as $$
#variable_conflict use_column
declare c audit.caller := jsonb_populate_record(null::audit.caller, p_caller);
        masks int[] := array_fill(0, array[cardinality(p_ids)]); place int; opened int; known uuid[];
begin
  perform disclosure.enter(c);
  known := array(select case when exists (
    select from records.record_audience a where a.record_id = w.id and a.audience = any (c.audiences)) then w.id end
    from unnest(p_ids) with ordinality as w (id, place) order by w.place);
  for place, opened, ${NAMES} in select s.* from disclosure.shown(c, p_kind, known) s loop
    masks[place] := opened;
    return next;
  end loop;
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
returns table (${ROW}) language plpgsql security definer ${IN_ORDER} as $$
#variable_conflict use_column
declare c audit.caller := jsonb_populate_record(null::audit.caller, p_caller); place int; opened int; lead int := 1; stride int := p_limit;
        walked uuid[]; fitting uuid[]; ids uuid[] := '{}'; masks int[] := '{}'; cut boolean;
begin
  perform disclosure.enter(c);
  if cardinality(p_facets) > 1 then lead := disclosure.lead_facet(c, p_kind, p_facets, p_values); end if;
  loop
    if cardinality(p_facets) = 0 then
      select array_agg(h.id) into walked from disclosure.audience_ids(c, p_kind, p_after, stride) h;
    else
      select array_agg(h.id) into walked from disclosure.facet_ids(c, p_kind, p_facets[lead], p_values[lead], p_after, stride) h;
    end if;
    fitting := case when cardinality(p_facets) > 1 then disclosure.having_facets(c, walked, p_facets, p_values) else walked end;
    cut := coalesce(cardinality(fitting), 0) > p_limit - cardinality(ids);
    if cut then fitting := fitting[:p_limit - cardinality(ids)]; end if;
    for place, opened, ${NAMES} in select s.* from disclosure.shown(c, p_kind, fitting) s loop
      ids := ids || id;
      masks := masks || opened;
      return next;
    end loop;
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
returns table (value text, ${ROW}) language plpgsql security definer ${IN_ORDER} as $$
#variable_conflict use_column
declare c audit.caller := jsonb_populate_record(null::audit.caller, p_caller);
        seen_purposes int[]; seen_tlp smallint[]; wanted text[]; next_ids uuid[]; ids uuid[] := '{}'; masks int[] := '{}'; place int; opened int;
begin
  perform disclosure.enter(c);
  select array_agg(distinct scope.purposes), array_agg(distinct scope.tlp) into seen_purposes, seen_tlp
  from records.facet_scope scope
  where scope.audience = any (c.audiences) and scope.kind = p_kind and scope.purposes & c.purpose_bits <> 0 and scope.tlp <= c.clearance;
  select array_agg(asked.value), array_agg(h.record_id) into wanted, next_ids
  from unnest(p_values) as asked (value) cross join lateral (
    select f.record_id from records.record_facet f
    where f.audience = any (c.audiences) and f.facet = p_facet and f.value = asked.value
      and f.purposes = any (seen_purposes) and f.tlp = any (seen_tlp)
    group by f.record_id order by f.record_id desc limit p_limit) h;
  for place, opened, ${NAMES} in select s.* from disclosure.shown(c, p_kind, next_ids) s loop
    value := wanted[place];
    ids := ids || id;
    masks := masks || opened;
    return next;
  end loop;
  perform audit.append(c, 'list', p_kind, ids, masks);
end $$;
`;

/**
 * Versions as they were handed in, under the rules of today: a mask of 0 is a tombstone. Sealed slices
 * are never rendered: they do not travel in events.
 */
const RENDER = `
create or replace function disclosure.render(p_caller jsonb, p_ids uuid[], p_versions int[])
returns table (id uuid, version int, as_of timestamptz, mask int, originator text, erase_at timestamptz, ${COLUMNS})
language plpgsql security definer ${IN_ORDER} as $$
declare c audit.caller := jsonb_populate_record(null::audit.caller, p_caller); masks int[];
begin
  perform disclosure.enter(c);
  select array_agg(coalesce(seen.mask, 0) order by asked.place) into masks
  from unnest(p_ids) with ordinality as asked (id, place)
  left join lateral (
    select bit_or(a.classes & ${RULES}) & c.classes as mask
    from records.record_audience a
    join records.record r on r.id = a.record_id
    join directory.agency g on g.code = a.audience
    where a.record_id = asked.id) seen on true;
  perform audit.append(c, 'deliver', null, p_ids, masks);
  return query select m.id, ${visibleVersion('(r.changes[:m.version])')}, ${visibleAsOf('(r.changes[:m.version])', '(r.changed_at[:m.version])')}, m.mask, r.originator, r.erase_at,
    ${masked('v', 'm.mask')}
  from unnest(p_ids, p_versions, masks) with ordinality as m (id, version, mask, place)
  left join records.record r on r.id = m.id and m.mask <> 0
  left join lateral (
    select ${OPEN_CLASSES.map((entry) => `r.${entry.code.toLowerCase()}`).join(', ')} where m.version >= r.version
    union all
    select ${OPEN_CLASSES.map((entry) => `h.${entry.code.toLowerCase()}`).join(', ')} from records.history h
    where h.id = m.id and h.version = m.version and m.version < r.version) v on true
  order by m.place;
end $$;
`;

const OWNERSHIP = `
alter function disclosure.by_id(jsonb, text, uuid[]) owner to amanat_view;
alter function disclosure.page(jsonb, text, text[], text[], uuid, int) owner to amanat_view;
alter function disclosure.render(jsonb, uuid[], int[]) owner to amanat_view;
alter function disclosure.related(jsonb, text, text, text[], int) owner to amanat_view;
revoke all on all functions in schema disclosure from public;
revoke all on all functions in schema audit from public;
grant execute on function audit.append(audit.caller, text, text, uuid[], int[]) to amanat_view, amanat_store;
grant execute on all functions in schema disclosure to amanat_view;
grant execute on function disclosure.by_id(jsonb, text, uuid[]), disclosure.page(jsonb, text, text[], text[], uuid, int),
  disclosure.render(jsonb, uuid[], int[]), disclosure.related(jsonb, text, text, text[], int) to amanat_hub;
grant usage on schema directory to amanat_view;
grant select on directory.agency to amanat_view;
drop policy if exists view on directory.agency;
create policy view on directory.agency for select to amanat_view using (true);
do $$ declare f regprocedure; begin
  for f in select oid from pg_proc where pronamespace = 'public'::regnamespace and proname in ('policy_visible_classes', 'policy_hash') loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to amanat_view', f);
  end loop;
end $$;
`;

export const DISCLOSURE_FUNCTIONS = [
  'drop schema if exists disclosure cascade; create schema disclosure; grant usage on schema disclosure to amanat_view, amanat_hub; grant create on schema disclosure to amanat_view',
  CONTEXT, SHOWN, BY_ID, BY_FACET, BY_AUDIENCE, PAGE, RELATED, RENDER, OWNERSHIP,
];
