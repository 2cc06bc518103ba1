import { OPEN_CLASSES, SEALED_CLASSES, maskOf } from '#libs/contracts';

const SEALED_MASK = maskOf(...SEALED_CLASSES.map((entry) => entry.code));
const COLUMNS = OPEN_CLASSES.map((entry) => `${entry.code.toLowerCase()} jsonb`).join(', ');
const masked = (row: string) =>
  OPEN_CLASSES.map((entry) => `case when m.mask & ${1 << entry.bit} <> 0 then ${row}.${entry.code.toLowerCase()} end`).join(',\n    ');

/** The rule table, asked again for a stored row: revocation, restriction and retention take effect at once. */
const RULES = `policy_visible_classes(r.originator, r.regime, r.tlp, r.recipients, r.transfers, r.purposes, r.categories,
  r.handling, r.restricted, r.state, r.erase_at, r.referral_consent, r.onward, g.code, g.type, g.regime, c.purpose_bits, c.clearance, now())`;

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

create or replace function disclosure.visible_version(changes int[], mask int) returns int language sql immutable as $$
  select count(*)::int from unnest(changes) as change where change & mask <> 0 $$;

create or replace function disclosure.visible_as_of(changes int[], changed_at timestamptz[], mask int) returns timestamptz language sql immutable as $$
  select max(at) from unnest(changes, changed_at) as c (change, at) where change & mask <> 0 $$;
`;

/** Nothing that the mask hides leaves PostgreSQL: open slices by column, sealed ones by row. */
const SLICES = `
create or replace function disclosure.sealed(p_record uuid, p_versions int[], p_mask int) returns jsonb language sql stable as $$
  select jsonb_agg(jsonb_build_object('class', s.class, 'version', s.version, 'subject', s.subject,
    'ciphertext', encode(s.ciphertext, 'base64'), 'key', encode(k.wrapped, 'base64')))
  from records.sealed_slice s join records.subject_key k on k.subject = s.subject and k.class = s.class
  where s.record_id = p_record and p_mask & (1 << s.class) <> 0 and s.version = p_versions[s.class + 1] $$;

create or replace function disclosure.slices(p_ids uuid[], p_masks int[])
returns table (id uuid, version int, as_of timestamptz, mask int, originator text, ${COLUMNS}, sealed jsonb)
language sql stable as $$
  select r.id, disclosure.visible_version(r.changes, m.mask), disclosure.visible_as_of(r.changes, r.changed_at, m.mask),
    m.mask, r.originator,
    ${masked('r')},
    case when m.mask & ${SEALED_MASK} <> 0 then disclosure.sealed(r.id, r.slice_versions, m.mask) end
  from unnest(p_ids, p_masks) with ordinality as m (id, mask, place)
  join records.record r on r.id = m.id
  order by m.place $$;
`;

const BY_ID = `
create or replace function disclosure.by_id(p_caller jsonb, p_kind text, p_ids uuid[])
returns table (id uuid, version int, as_of timestamptz, mask int, originator text, ${COLUMNS}, sealed jsonb)
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
    where a.record_id = asked.id and a.kind = p_kind) seen on true;
  perform audit.append(c, 'read', p_kind, p_ids, masks);
  return query select s.* from disclosure.slices(p_ids, masks) s where s.mask <> 0;
end $$;
`;

/** A page of ids from the audience index (or, filtered, from the facet index), newest first; then one line, then the slices. */
const PAGE = `
create or replace function disclosure.page(p_caller jsonb, p_kind text, p_facets text[], p_values text[], p_after uuid, p_limit int)
returns table (id uuid, version int, as_of timestamptz, mask int, originator text, ${COLUMNS}, sealed jsonb)
language plpgsql security definer ${IN_ORDER} as $$
declare c audit.caller := jsonb_populate_record(null::audit.caller, p_caller); ids uuid[]; masks int[];
begin
  perform disclosure.enter(c);
  if cardinality(p_facets) = 0 then
    select array_agg(h.record_id order by h.record_id desc), array_agg(h.mask order by h.record_id desc) into ids, masks
    from (select found.record_id, bit_or(found.mask) as mask
      from records.audience_scope scope cross join lateral (
        select a.record_id, a.classes & c.classes & ${RULES} as mask
        from records.record_audience a
        join records.record r on r.id = a.record_id
        join directory.agency g on g.code = a.audience
        where a.audience = scope.audience and a.kind = scope.kind and a.purposes = scope.purposes and a.record_id < p_after
          and a.classes & c.classes & ${RULES} <> 0
        order by a.record_id desc limit p_limit) found
      where scope.audience = any (c.audiences) and scope.kind = p_kind and scope.purposes & c.purpose_bits <> 0
      group by found.record_id order by found.record_id desc limit p_limit) h;
  else
    select array_agg(h.record_id order by h.record_id desc), array_agg(h.mask order by h.record_id desc) into ids, masks
    from (select found.record_id, bit_or(found.mask) as mask
      from records.audience_scope scope cross join lateral (
        select f.record_id, a.classes & c.classes & ${RULES} as mask
        from records.record_facet f
        join records.record_audience a on a.record_id = f.record_id and a.audience = f.audience and a.purposes = f.purposes
        join records.record r on r.id = a.record_id
        join directory.agency g on g.code = a.audience
        where f.audience = scope.audience and f.facet = p_facets[1] and f.value = p_values[1]
          and f.purposes = scope.purposes and f.record_id < p_after
          and a.classes & c.classes & ${RULES} & (1 << f.class) <> 0
          and not exists (select from unnest(p_facets, p_values) as more (facet, value) where not exists (
            select from records.record_facet o where o.audience = f.audience and o.facet = more.facet and o.value = more.value
              and o.purposes = f.purposes and o.record_id = f.record_id))
        order by f.record_id desc limit p_limit) found
      where scope.audience = any (c.audiences) and scope.kind = p_kind and scope.purposes & c.purpose_bits <> 0
      group by found.record_id order by found.record_id desc limit p_limit) h;
  end if;
  perform audit.append(c, 'list', p_kind, ids, masks);
  return query select s.* from disclosure.slices(coalesce(ids, '{}'), coalesce(masks, '{}')) s;
end $$;
`;

/** The newest records for each of several values of one facet: the other end of a join, one look-up for a whole page. */
const RELATED = `
create or replace function disclosure.related(p_caller jsonb, p_kind text, p_facet text, p_values text[], p_limit int)
returns table (value text, id uuid, version int, as_of timestamptz, mask int, originator text, ${COLUMNS}, sealed jsonb)
language plpgsql security definer ${IN_ORDER} as $$
declare c audit.caller := jsonb_populate_record(null::audit.caller, p_caller); wanted text[]; ids uuid[]; masks int[];
begin
  perform disclosure.enter(c);
  select array_agg(asked.value order by asked.place, h.record_id desc), array_agg(h.record_id order by asked.place, h.record_id desc),
    array_agg(h.mask order by asked.place, h.record_id desc) into wanted, ids, masks
  from unnest(p_values) with ordinality as asked (value, place) cross join lateral (
    select found.record_id, bit_or(found.mask) as mask
    from records.audience_scope scope cross join lateral (
      select f.record_id, a.classes & c.classes & ${RULES} as mask
      from records.record_facet f
      join records.record_audience a on a.record_id = f.record_id and a.audience = f.audience and a.purposes = f.purposes
      join records.record r on r.id = a.record_id
      join directory.agency g on g.code = a.audience
      where f.audience = scope.audience and f.facet = p_facet and f.value = asked.value and f.purposes = scope.purposes
        and a.classes & c.classes & ${RULES} & (1 << f.class) <> 0
      order by f.record_id desc limit p_limit) found
    where scope.audience = any (c.audiences) and scope.kind = p_kind and scope.purposes & c.purpose_bits <> 0
    group by found.record_id order by found.record_id desc limit p_limit) h;
  perform audit.append(c, 'list', p_kind, ids, masks);
  return query select t.value, s.* from unnest(wanted, ids, masks) as t (value, id, mask)
    join disclosure.slices(coalesce(ids, '{}'), coalesce(masks, '{}')) s on s.id = t.id;
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
  return query select m.id, disclosure.visible_version(r.changes[:m.version], m.mask),
    disclosure.visible_as_of(r.changes[:m.version], r.changed_at[:m.version], m.mask), m.mask, r.originator, r.erase_at,
    ${masked('v')}
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
`;

export const DISCLOSURE_FUNCTIONS = [
  'create schema if not exists disclosure; grant usage on schema disclosure to amanat_view, amanat_hub; grant create on schema disclosure to amanat_view',
  CONTEXT, SLICES, BY_ID, PAGE, RELATED, RENDER, OWNERSHIP,
];
