import { OPEN_CLASSES } from '#libs/contracts';
import { ownedAndCalled } from '#libs/postgres';
import { FACETS_OF } from './facets-of.js';
import { WITHOUT_PERSON } from './person-functions.js';
import { FOLLOWED, RESTRICT } from './restriction.js';

const SLICES = OPEN_CLASSES.map((entry) => entry.code.toLowerCase()).join(', ');

/** What a superseded version keeps of its label: all that may have changed since and that the rules ask about. */
const KEPT_LABEL = 'tlp, recipients, transfers, purposes, categories, handling, restricted, erase_at, referral_consent, onward';

/** A bit that is no class: in `changes[1]` of a record never amended, it says that somebody counted versions under another view. */
const VIEWED_BEFORE = 1 << 16;

const WORDS = `
create or replace function records.viewed_before() returns int language sql immutable parallel safe as $$ select ${VIEWED_BEFORE} $$;

-- The recipients as they stand for one agency whose task forces are given: each of these, where it is among them, names it.
create or replace function records.addressed(recipients text[], task_forces text[], agency text) returns text[] language sql immutable parallel safe as $$
  select case when cardinality(task_forces) > 0 and recipients && task_forces then recipients || agency else recipients end
$$;
`;

/** Rows that follow from a record: whoever's audience lacks the class of a facet gets no facet row. */
const LABEL_ROWS = `
create or replace function records.lay_audience(p_record records.record, p_audience text[], p_purposes int[], p_classes int[],
  p_facets text[], p_values text[], p_facet_classes int[]) returns void language plpgsql as $$
begin
  insert into records.record_audience (audience, kind, purposes, record_id, classes, tlp, erase_at)
  select a.audience, p_record.kind, a.purposes, p_record.id, a.classes, p_record.tlp,
    case when a.audience = p_record.originator then greatest(p_record.erase_at, p_record.held_until) else p_record.erase_at end
  from unnest(p_audience, p_purposes, p_classes) as a (audience, purposes, classes);

  insert into records.audience_scope (audience, kind, purposes, tlp)
  select a.audience, p_record.kind, a.purposes, p_record.tlp from unnest(p_audience, p_purposes) as a (audience, purposes)
  on conflict do nothing;

  with facet as (
    insert into records.record_facet (record_id, purposes, tlp, class, audience, facet, value)
    select p_record.id, seen.purposes, p_record.tlp, f.class, seen.audience, f.facet, f.value
    from (select a.audience, c.class, bit_or(a.purposes) as purposes
          from unnest(p_audience, p_purposes, p_classes) as a (audience, purposes, classes)
          join (select distinct class from unnest(p_facet_classes) as class) c on a.classes & (1 << c.class) <> 0
          group by a.audience, c.class) seen
    join unnest(p_facets, p_values, p_facet_classes) as f (facet, value, class) on f.class = seen.class
    returning audience, purposes)
  insert into records.facet_scope (audience, kind, purposes, tlp)
  select distinct audience, p_record.kind, purposes, p_record.tlp from facet
  on conflict do nothing;
  if p_record.version > 1 then perform transfers.lay_further(p_record.id); end if;
end $$;

create or replace function records.lay_sealed(p_record uuid, p_version int, p_subjects uuid[], p_classes int[], p_ciphertexts bytea[], p_keys uuid[])
returns void language plpgsql as $$
begin
  if cardinality(p_subjects) = 0 then return; end if;
  insert into records.sealed_slice (record_id, class, version, subject, ciphertext, key_id)
  select p_record, s.class, p_version, s.subject, s.ciphertext, s.key_id
  from unnest(p_subjects, p_classes, p_ciphertexts, p_keys) as s (subject, class, ciphertext, key_id);
end $$;
`;

/** The key is the agency's own; another content under the same key is another thing, and refused. */
const CLAIM = `
create or replace function records.former(p_agency text, p_key text, p_content bytea)
returns table (record_id uuid, kind text, version int) language plpgsql as $$
declare s records.submission;
begin
  select * into s from records.submission where agency = p_agency and key = p_key;
  if not found then return; end if;
  if s.content <> p_content then raise exception 'IDEMPOTENCY_CONFLICT' using errcode = 'AM001'; end if;
  return query select s.record_id, s.kind, s.version;
end $$;

create or replace function records.claim(p_agency text, p_key text, p_content bytea, p_record uuid, p_kind text, p_version int)
returns boolean language plpgsql as $$
begin
  insert into records.submission (agency, key, content, record_id, kind, version)
  values (p_agency, p_key, p_content, p_record, p_kind, p_version) on conflict do nothing;
  return found;
end $$;
`;

const SUBMIT = `
create or replace function records.submit(p_caller jsonb, p_key text, p_content bytea, p_record json,
  p_audience text[], p_purposes int[], p_classes int[], p_facets text[], p_values text[], p_facet_classes int[],
  p_subjects uuid[], p_sealed_classes int[], p_ciphertexts bytea[], p_keys uuid[],
  p_agencies text[], p_streams text[], p_types text[], p_ids uuid[])
returns table (record_id uuid, kind text, version int, duplicate boolean) language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller);
        r records.record := json_populate_record(null::records.record, p_record);
begin
  if r.originator <> c.agency then raise exception 'ACTION_NOT_ALLOWED' using errcode = 'AM001'; end if;
  if not records.claim(c.agency, p_key, p_content, r.id, r.kind, r.version) then
    return query select f.record_id, f.kind, f.version, true from records.former(c.agency, p_key, p_content) f;
    return;
  end if;
  r.held_until := '-infinity';
  insert into records.record values (r.*);
  perform set_config('amanat.record', r.id::text, true);
  perform records.lay_audience(r, p_audience, p_purposes, p_classes, p_facets, p_values, p_facet_classes);
  perform records.lay_sealed(r.id, r.version, p_subjects, p_sealed_classes, p_ciphertexts, p_keys);
  perform delivery.append(r.kind, r.id, r.version, p_agencies, p_streams, p_types, p_ids);
  perform audit.append(c, 'submit', r.kind, array[r.id], array[r.changes[1]]);
  return query select r.id, r.kind, r.version, false;
end $$;
`;

/**
 * Takes the record's lock before anything is written, so that its versions leave in order; then says how it
 * stands. For an agency that the record is hidden from there is neither: a wait for the lock would tell of others' work on it.
 */
const CURRENT = `
create or replace function records.current(p_caller jsonb, p_key text, p_content bytea, p_kind text, p_id uuid)
returns table (former_version int, version int, changes int[], changed_at timestamptz[], slice_versions int[], digests text[], label jsonb, keys jsonb)
language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); r records.record; f record;
begin
  if exists (select from records.record_audience a where a.record_id = p_id and a.audience = c.agency) then
    perform pg_advisory_xact_lock(hashtextextended(p_id::text, 0));
    select * into r from records.record where record.id = p_id and record.originator = c.agency and record.kind = p_kind and record.state = 'active' and record.erase_at > now();
    if found then perform set_config('amanat.record', p_id::text, true); end if;
  end if;
  select * into f from records.former(c.agency, p_key, p_content);
  if r.id is null and f.version is null then return; end if;
  return query select f.version, r.version, r.changes, r.changed_at, r.slice_versions, r.digests,
    to_jsonb(r) - string_to_array('${SLICES.replaceAll(' ', '')},digests,changes,changed_at,subject_limits', ','),
    (select jsonb_agg(jsonb_build_object('subject', k.subject, 'class', k.class, 'key', k.key_id))
     from (select distinct on (s.subject, s.class) s.subject, s.class, s.key_id from records.sealed_slice s where s.record_id = p_id order by s.subject, s.class, s.version desc) k);
end $$;
`;

/**
 * Whose view of the record changed goes on counting from what it had been shown; what was amended while
 * hidden from it does not count. Called when the new audience is laid; `p_before` are the rows it replaced. Clearances apart: a
 * higher TLP hides as well. Versions up to `p_upto` were shown under the rows before, but what came after one of them had lapsed.
 */
const EARLIER_VIEW = `
create or replace function records.count_earlier_views(p_record records.record, p_before records.record_audience[], p_upto int, p_since timestamptz) returns void language sql as $$
  with was as (
    select o.audience, 1 << bit as purpose, clearance, o.classes, o.erase_at
    from unnest(p_before) o cross join generate_series(0, 15) bit cross join generate_series(o.tlp::int, 4) clearance where o.purposes & (1 << bit) <> 0),
  is_now as (
    select n.audience, 1 << bit as purpose, clearance, n.classes
    from records.record_audience n cross join generate_series(0, 15) bit cross join generate_series(n.tlp::int, 4) clearance
    where n.record_id = p_record.id and n.purposes & (1 << bit) <> 0)
  insert into records.earlier_view (record_id, audience, purpose, clearance, after, versions, since)
  select p_record.id, k.audience, k.purpose, k.clearance, p_record.version,
    coalesce(e.versions, 0) + case when is_now.classes is null then 0 else 1 end + (
      select count(*) from unnest(p_record.changes[coalesce(e.after, 0) + 1:p_upto], p_record.changed_at[coalesce(e.after, 0) + 1:p_upto]) as v (change, at)
      where v.change & was.classes <> 0 and v.at < was.erase_at),
    p_since
  from was full join is_now using (audience, purpose, clearance) as k
  left join lateral (
    select l.versions, l.after from records.earlier_view l
    where l.record_id = p_record.id and l.audience = k.audience and l.purpose = k.purpose and l.clearance = k.clearance order by l.after desc limit 1) e on true
  where (was.classes is distinct from is_now.classes or was.erase_at <= now()) and k.audience <> p_record.originator
  on conflict (record_id, audience, purpose, clearance, after) do update set versions = excluded.versions, since = excluded.since
$$;

create or replace function records.count_earlier_views(p_record records.record, p_before records.record_audience[]) returns void language sql as $$
  select records.count_earlier_views(p_record, p_before, p_record.version - 1, p_record.changed_at[p_record.version])
$$;
`;

/** The version there is moves to the history, for deliveries that still have to render it. */
const SUPERSEDE = `
create or replace function records.supersede(p_record uuid) returns void language sql as $$
  insert into records.history (id, version, slice_versions, ${KEPT_LABEL}, ${SLICES})
  select record.id, record.version, record.slice_versions, ${KEPT_LABEL}, ${SLICES} from records.record where record.id = p_record
$$;
`;

const REPLACE = `
drop function if exists records.replace(jsonb, text, bytea, text, json, text[], int[], int[], text[], text[], int[], uuid[], int[], bytea[], bytea[], text[], text[], text[], uuid[]);
create or replace function records.replace(p_caller jsonb, p_key text, p_content bytea, p_action text, p_ground text, p_record json,
  p_audience text[], p_purposes int[], p_classes int[], p_facets text[], p_values text[], p_facet_classes int[],
  p_subjects uuid[], p_sealed_classes int[], p_ciphertexts bytea[], p_keys uuid[],
  p_agencies text[], p_streams text[], p_types text[], p_ids uuid[])
returns void language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller);
        r records.record := json_populate_record(null::records.record, p_record);
        before records.record_audience[]; was_restricted boolean;
begin
  select record.restricted into was_restricted from records.record where record.id = r.id and record.originator = c.agency;
  if not found then raise exception 'RECORD_NOT_FOUND' using errcode = 'AM001'; end if;
  perform set_config('amanat.record', r.id::text, true);
  before := array(select a from records.record_audience a where a.record_id = r.id);
  if not records.claim(c.agency, p_key, p_content, r.id, r.kind, r.version) then raise exception 'IDEMPOTENCY_CONFLICT' using errcode = 'AM001'; end if;
  perform records.supersede(r.id);
  delete from records.record where record.id = r.id and record.originator = c.agency returning held_until into r.held_until;
  insert into records.record values (r.*);
  delete from records.record_audience a where a.record_id = r.id;
  delete from records.record_facet f where f.record_id = r.id;
  perform records.lay_audience(r, p_audience, p_purposes, p_classes, p_facets, p_values, p_facet_classes);
  perform records.count_earlier_views(r, before);
  perform records.lay_sealed(r.id, r.version, p_subjects, p_sealed_classes, p_ciphertexts, p_keys);
  perform delivery.append(r.kind, r.id, r.version, p_agencies, p_streams, p_types, p_ids);
  perform records.followed(c, r, before, was_restricted, p_ground);
  perform audit.append(c, p_action, r.kind, array[r.id], array[r.changes[r.version]]);
end $$;
`;

const UNCHANGED = `
create or replace function records.unchanged(p_caller jsonb, p_key text, p_content bytea, p_kind text, p_id uuid, p_version int)
returns void language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller);
begin
  if not records.claim(c.agency, p_key, p_content, p_id, p_kind, p_version) then raise exception 'IDEMPOTENCY_CONFLICT' using errcode = 'AM001'; end if;
  perform audit.append(c, 'amend', p_kind, array[p_id], array[0]);
end $$;
`;

/** The row stays, for its originator and for the recall; what others could see of it goes at once. */
const WITHDRAW = `
create or replace function records.withdraw(p_caller jsonb, p_key text, p_content bytea, p_kind text, p_id uuid, p_reason text,
  p_audience text[], p_purposes int[], p_classes int[], p_agencies text[], p_streams text[], p_types text[], p_ids uuid[])
returns void language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); r records.record;
begin
  update records.record set state = 'withdrawn', version = record.version + 1, changes = record.changes || 1, changed_at = record.changed_at || now()
  where record.id = p_id and record.originator = c.agency and record.kind = p_kind and record.state = 'active' returning * into strict r;
  perform set_config('amanat.record', r.id::text, true);
  if not records.claim(c.agency, p_key, p_content, r.id, r.kind, r.version) then raise exception 'IDEMPOTENCY_CONFLICT' using errcode = 'AM001'; end if;
  insert into records.withdrawal (record_id, reason) values (r.id, p_reason);
  delete from records.record_audience a where a.record_id = r.id;
  delete from records.record_facet f where f.record_id = r.id;
  perform records.lay_audience(r, p_audience, p_purposes, p_classes, '{}', '{}', '{}');
  perform delivery.append(r.kind, r.id, r.version, p_agencies, p_streams, p_types, p_ids);
  perform recalls.open(c, r.id, r.kind, 'withdrawn', r.version);
  perform audit.append(c, 'withdraw', r.kind, array[r.id], array[1]);
end $$;
`;

/** The label alone, for explaining who sees what: to the originator, the operator, or the data-protection officer of an agency that may see something of the record. */
const LABEL = `
create or replace function records.label_of(p_caller jsonb, p_id uuid) returns table (label jsonb) language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); found_label jsonb;
begin
  if 'operator' = any (c.roles) or exists (select from records.record_audience a where a.record_id = p_id and a.audience = c.agency) then
    select to_jsonb(r) - string_to_array('${SLICES.replaceAll(' ', '')},digests,changes,changed_at,slice_versions,subject_limits', ',') into found_label
    from records.record r where r.id = p_id and (r.originator = c.agency or c.roles && '{operator,data-protection-officer}');
    if found_label ->> 'originator' = c.agency or 'operator' = any (c.roles) then perform set_config('amanat.record', p_id::text, true); end if;
    found_label := found_label || jsonb_build_object('further', (
      select coalesce(jsonb_agg(jsonb_build_object('agency', a.audience, 'purposes', a.purposes, 'classes', a.classes)), '[]')
      from records.record_audience a where a.record_id = p_id and a.further and a.erase_at > now()));
  end if;
  perform audit.append(c, 'explain', null, array[p_id], array[case when found_label is null then 0 else 128 end]);
  return query select found_label where found_label is not null;
end $$;
`;

const HUB_MAY = ['submit', 'current', 'replace', 'unchanged', 'withdraw', 'restrict', 'label_of'];

const OWNERSHIP = `
revoke all on all functions in schema records from public;
grant execute on all functions in schema records to amanat_store;
grant execute on function records.facets_of(records.record), records.without_person(jsonb, text, text) to amanat_keeper;
grant execute on function records.without_due(json, jsonb), records.without_person(jsonb, text, text) to amanat_view, amanat_slices;
grant execute on function records.addressed(text[], text[], text), records.viewed_before() to amanat_view, amanat_slices, amanat_keeper;
grant execute on function records.facets_of(records.record) to amanat_keeper;
grant execute on function records.count_earlier_views(records.record, records.record_audience[], int, timestamptz) to amanat_keeper;
grant create on schema records to amanat_store;
grant execute on function audit.append(audit.caller, text, text, uuid[], int[]) to amanat_store;
${ownedAndCalled('records', { amanat_store: HUB_MAY })}
revoke create on schema records from amanat_store;
`;

export const RECORD_FUNCTIONS = [WORDS, FACETS_OF, WITHOUT_PERSON, LABEL_ROWS, CLAIM, SUBMIT, CURRENT, EARLIER_VIEW, FOLLOWED, SUPERSEDE, REPLACE, UNCHANGED, WITHDRAW, RESTRICT, LABEL, OWNERSHIP];
