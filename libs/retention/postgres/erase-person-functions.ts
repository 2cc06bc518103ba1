import { OPEN_CLASSES, SEALED_CLASSES } from '#libs/contracts';

const OPEN = OPEN_CLASSES.map(({ code, bit }) => ({ column: code.toLowerCase(), bit }));
/** Where a person's part of an open slice stands, and whether there is any. */
const HAS = (row: string, column: string) => `coalesce(${row}.${column}::jsonb #> array[p_list, p_ref] is not null or ${row}.${column}::jsonb #> array[p_list, '#'] ? p_ref, false)`;
const SPARED = (row: string) => OPEN.map(({ column }) =>
  `${column} = case when ${HAS(row, column)} then records.without_person(${row}.${column}::jsonb, p_list, p_ref)::json else ${row}.${column} end`).join(', ');

/** As `subjectId` names a person, and the refs of a list of a stored record. */
const NAMES = `
create or replace function retention.subject_id(p_record uuid, p_list text, p_ref text) returns uuid language sql immutable as $$
  select (substr(h, 1, 12) || '8' || substr(h, 14, 3) || translate(substr(h, 17, 1), '0123456789abcdef', '89ab89ab89ab89ab') || substr(h, 18, 15))::uuid
  from encode(sha256(convert_to(p_record || '/' || p_list || '/' || p_ref, 'UTF8')), 'hex') h
$$;

create or replace function retention.refs_in(r records.record, p_list text) returns setof text language sql stable as $$
  select distinct f.ref from (values ${OPEN.map(({ column }) => `(r.${column})`).join(', ')}) as s (slice)
  cross join lateral jsonb_array_elements_text(coalesce(s.slice::jsonb #> array[p_list, '#'], '[]')) as f (ref)
$$;
`;

/** Whoever was told of the record, and sees something of what changed, is told of the version without the person. */
const TELL = `
create or replace function retention.tell_without(r records.record, p_changed int) returns void language sql set enable_seqscan = off as $$
  insert into delivery.entry (agency, stream, id, type, kind, record_id, version)
  select t.agency, t.stream, delivery.named_id(concat_ws('/', 'without', r.id, r.version, t.agency, t.stream)),
    'record.amended.v1', r.kind, r.id, r.version
  from (
    select distinct on (e.agency, e.stream) e.agency, e.stream, e.type from delivery.entry e
    where e.record_id = r.id and e.type like 'record.%' order by e.agency, e.stream, e.xid desc, e.seq desc) t
  join directory.stream s on s.agency = t.agency and s.name = t.stream
  where t.type <> 'record.withdrawn.v1' and exists (
    select from records.record_audience a where a.record_id = r.id and a.audience = t.agency
      and a.purposes & policy_purpose_bit(s.purpose) <> 0 and a.classes & s.classes & p_changed <> 0)
  order by t.agency, t.stream
$$;
`;

/**
 * Erases one person out of every version of a record; everybody else in it stays. Facets follow from what is left.
 * A former version is not kept beside the new one: it is the one that is erased.
 */
const WIPE_PERSON = `
create or replace function retention.wipe_person(c audit.caller, p_record uuid, p_subject uuid, p_list text, p_ref text, p_reason text)
returns records.record language plpgsql security definer set enable_seqscan = off as $$
declare r records.record; changed int := 0; named uuid[];
begin
  perform pg_advisory_xact_lock(hashtextextended(p_record::text, 0));
  select * into r from records.record where id = p_record and state <> 'erased';
  if r.id is null then return null; end if;
  changed := ${OPEN.map(({ column, bit }) => `case when ${HAS('r', column)} then ${1 << bit} else 0 end`).join(' | ')};
  select coalesce(bit_or(1 << s.class), 0) | changed, coalesce(array_agg(distinct s.key_id), '{}') into changed, named
  from records.sealed_slice s where s.record_id = r.id and s.subject = p_subject;
  if changed = 0 then return null; end if;
  insert into retention.erasure (agency, record_id, subject, kind, reason, legal_basis, keys)
  values (r.originator, r.id, p_subject, r.kind, p_reason, c.legal_basis, named)
  on conflict (agency, record_id, subject) do update set keys = excluded.keys || erasure.keys, reason = excluded.reason, at = now(), shredded_at = null;
  delete from records.sealed_slice s where s.record_id = r.id and s.subject = p_subject;
  update records.history h set ${SPARED('h')} where h.id = r.id;
  update records.record t set version = t.version + 1, changes = t.changes || changed, changed_at = t.changed_at || now(), ${SPARED('t')},
    digests = array(select case when changed & (1 << (d.place::int - 1)) = 0 then d.digest
      when (1 << (d.place::int - 1)) & ${SEALED_CLASSES.reduce((mask, { bit }) => mask | (1 << bit), 0)} <> 0 and not exists (
        select from records.sealed_slice s where s.record_id = t.id and s.class = d.place - 1) then ''
      else 'without/' || t.version end from unnest(t.digests) with ordinality as d (digest, place) order by d.place),
    subject_limits = l.left_over, subject_due = l.first
  from (select jsonb_agg(e) as left_over, min((e ->> 'eraseAt')::timestamptz) as first from jsonb_array_elements(r.subject_limits) e where e ->> 'subject' <> p_subject::text) l
  where t.id = r.id returning t.* into r;
  delete from records.record_facet f where f.record_id = r.id;
  insert into records.record_facet (record_id, purposes, tlp, class, audience, facet, value)
  select r.id, bit_or(a.purposes), r.tlp, f.class, a.audience, f.facet, f.value
  from records.facets_of(r) f join records.record_audience a on a.record_id = r.id and not a.further and a.classes & (1 << f.class) <> 0
  group by f.class, a.audience, f.facet, f.value;
  perform retention.tell_without(r, changed);
  perform recalls.open(c, r.id, r.kind, 'rectified', r.version, changed, 'person-erased');
  c.agency := r.originator;
  perform audit.append(c, 'erase-person', r.kind, array[r.id], array[changed]);
  return r;
end $$;
`;

const ERASE_PERSON = `
create or replace function retention.erase_person(p_caller jsonb, p_key text, p_content bytea, p_kind text, p_id uuid, p_subject uuid, p_list text, p_ref text, p_reason text)
returns table (version int, duplicate boolean) language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); r records.record; f record;
begin
  select * into f from records.former(c.agency, p_key, p_content);
  if f.version is not null then return query select f.version, true; return; end if;
  perform retention.to_erase(c, p_key, p_content, p_kind, p_id);
  r := retention.wipe_person(c, p_id, p_subject, p_list, p_ref, p_reason);
  if r.id is null then raise exception 'REFERENCE_UNKNOWN' using errcode = 'AM001'; end if;
  return query select r.version, false;
end $$;
`;

export const ERASE_PERSON_FUNCTIONS = [NAMES, TELL, WIPE_PERSON, ERASE_PERSON];
