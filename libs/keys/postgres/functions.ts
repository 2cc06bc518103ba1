import { ownedAndCalled } from '#libs/postgres';

/** Channel on which what was shredded is told; a payload is at most 8,000 bytes. */
export const SHREDDED = 'keys_shredded';
/** Stands for the whole record, where a subject is named. */
export const WHOLE = '00000000-0000-0000-0000-000000000000';
/** Keys named in one notification: with commas, 37 bytes each. */
const NAMED = 200;

const KEYS = `
-- The same key again is the same row.
create or replace function keys.keep(p_ids uuid[], p_under text, p_wrapped bytea[]) returns void language sql security definer as $$
  insert into keys.key (id, under, wrapped) select k.id, p_under, k.wrapped from unnest(p_ids, p_wrapped) as k (id, wrapped) on conflict do nothing
$$;

create or replace function keys.open(p_ids uuid[]) returns table (id uuid, under text, wrapped bytea) language sql stable security definer
set enable_seqscan = off as $$
  select k.id, k.under, k.wrapped from keys.key k where k.id = any (p_ids)
$$;

create or replace function keys.shred(p_records uuid[], p_subjects uuid[], p_keys uuid[]) returns int language plpgsql security definer as $$
declare gone uuid[];
begin
  insert into keys.erasure (record_id, subject) select * from unnest(p_records, p_subjects) on conflict do nothing;
  with deleted as (delete from keys.key k where k.id = any (p_keys) returning k.id) select array_agg(id) into gone from deleted;
  for start in 1..coalesce(cardinality(gone), 0) by ${NAMED} loop
    perform pg_notify('${SHREDDED}', array_to_string(gone[start:start + ${NAMED - 1}], ','));
  end loop;
  return coalesce(cardinality(gone), 0);
end $$;
`;

/** What was erased, in the order of its ids: to compare with the records, after either was restored from a backup. */
const ERASURES = `
create or replace function keys.erasures(p_after uuid, p_after_subject uuid, p_limit int) returns table (record_id uuid, subject uuid)
language sql stable security definer as $$
  select e.record_id, e.subject from keys.erasure e where (e.record_id, e.subject) > (p_after, p_after_subject) order by e.record_id, e.subject limit p_limit
$$;

create or replace function keys.unknown_erasures(p_records uuid[], p_subjects uuid[]) returns table (record_id uuid, subject uuid)
language sql stable security definer as $$
  select a.record_id, a.subject from unnest(p_records, p_subjects) as a (record_id, subject)
  where not exists (select from keys.erasure e where e.record_id = a.record_id and e.subject = a.subject)
$$;
`;

/**
 * Wrapping anew, a lot at a time. A key is replaced only where it is still wrapped as it was read: what was
 * shredded meanwhile stays gone. New keys go under the new master key by themselves.
 */
const ROTATION = `
create or replace function keys.begin_rotation(p_id uuid, p_under text) returns setof keys.rotation language plpgsql security definer as $$
begin
  update keys.rotation set finished_at = now() where finished_at is null and under <> p_under; -- the new one walks over all of it
  insert into keys.rotation (id, under) values (p_id, p_under) on conflict ((true)) where finished_at is null do nothing;
  return query select r.* from keys.rotation r where r.finished_at is null;
end $$;

create or replace function keys.last_rotation() returns setof keys.rotation language sql stable security definer as $$
  select r.* from keys.rotation r order by r.seq desc limit 1
$$;

create or replace function keys.unrotated(p_id uuid, p_limit int) returns table (id uuid, under text, wrapped bytea, due boolean)
language sql stable security definer set enable_seqscan = off as $$
  select k.id, k.under, k.wrapped, k.under <> r.under from keys.rotation r cross join lateral (
    select * from keys.key k where k.id > r.position order by k.id limit p_limit) k
  where r.id = p_id and r.finished_at is null order by k.id
$$;

create or replace function keys.rotate(p_id uuid, p_last uuid, p_walked int, p_ids uuid[], p_were bytea[], p_wrapped bytea[])
returns setof keys.rotation language plpgsql security definer as $$
declare r keys.rotation; changed int;
begin
  select * into r from keys.rotation where id = p_id for update;
  if r.finished_at is not null or p_last < r.position then return query select r.*; return; end if;
  update keys.key k set under = r.under, wrapped = n.wrapped from unnest(p_ids, p_were, p_wrapped) as n (id, was, wrapped)
  where k.id = n.id and k.wrapped = n.was;
  get diagnostics changed = row_count;
  return query update keys.rotation t set position = coalesce(p_last, t.position), walked = t.walked + p_walked, wrapped = t.wrapped + changed,
    finished_at = case when p_last is null then now() end where t.id = p_id returning t.*;
end $$;

create or replace function keys.under_others(p_under text) returns boolean language sql stable security definer as $$
  select exists (select from keys.key where under <> p_under)
$$;
`;

const HUB_MAY = ['keep', 'open', 'shred', 'erasures', 'unknown_erasures', 'begin_rotation', 'last_rotation', 'unrotated', 'rotate', 'under_others'];

const OWNERSHIP = `
revoke all on all functions in schema keys from public;
grant create on schema keys to amanat_keeper;
${ownedAndCalled('keys', { amanat_keeper: HUB_MAY })}
revoke create on schema keys from amanat_keeper;
`;

export const KEY_FUNCTIONS = [KEYS, ERASURES, ROTATION, OWNERSHIP];
