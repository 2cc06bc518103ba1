import { ownedAndCalled } from '#libs/postgres';
import { ACT_FUNCTIONS } from './act-functions.js';
import { ERASE_FUNCTIONS, WHOLE } from './erase-functions.js';
import { ERASE_PERSON_FUNCTIONS } from './erase-person-functions.js';

/** One at a time acts on time limits, over all processes. */
const LOCK = 7_261_006;

/**
 * What is due by both clocks, the hub's and PostgreSQL's: one that jumps ahead by itself erases nothing. What is
 * erased stays so, whatever a clock says later. Each call is one transaction over a few records.
 */
const ERASE_DUE = `
create or replace function retention.erase_due(p_caller jsonb, p_now timestamptz, p_limit int) returns int language plpgsql security definer
set enable_seqscan = off set enable_bitmapscan = off as $$
declare c audit.caller := jsonb_populate_record(null::audit.caller, p_caller); moment timestamptz := least(now(), p_now); d record; done int := 0;
begin
  if not pg_try_advisory_xact_lock(${LOCK}) then return 0; end if;
  for d in select due.id from (select r.id from records.record r
      where r.erase_at <= moment and r.state <> 'erased' and r.held_until <= moment order by r.erase_at limit p_limit) due order by due.id
  loop
    done := done + 1;
    perform pg_advisory_xact_lock(hashtextextended(d.id::text, 0));
    perform retention.wipe(c, d.id, 'time-limit') from records.record r
    where r.id = d.id and r.erase_at <= moment and r.state <> 'erased' and r.held_until <= moment;
  end loop;
  if done = p_limit then return done; end if;
  for d in select r.id, l.subject, l.list, l.ref from (
      select * from records.record o where o.subject_due <= moment and o.state <> 'erased' and o.held_until <= moment order by o.subject_due limit p_limit) r
    cross join lateral jsonb_to_recordset(r.subject_limits) as l (subject uuid, list text, ref text, "eraseAt" timestamptz) where l."eraseAt" <= moment order by r.id
  loop
    done := done + 1;
    perform retention.wipe_person(c, d.id, d.subject, d.list, d.ref, 'time-limit');
  end loop;
  return done;
end $$;
`;

/** Keys whose record or person is erased, and that may still lie in the key store: carried out by whoever comes first, as often as it takes. */
const SHREDDING = `
create or replace function retention.unshredded(p_limit int) returns table (record_id uuid, subject uuid, keys uuid[]) language sql stable security definer as $$
  select e.record_id, e.subject, e.keys from retention.erasure e where e.shredded_at is null order by e.at limit p_limit
$$;

-- Proved by a line of the originator's, once. An erasure that was added to meanwhile is not done yet.
create or replace function retention.shredded(p_caller jsonb, p_records uuid[], p_subjects uuid[], p_counts int[]) returns int language plpgsql security definer as $$
declare c audit.caller := jsonb_populate_record(null::audit.caller, p_caller); d record; done int := 0;
begin
  for d in
    update retention.erasure e set shredded_at = now() from unnest(p_records, p_subjects, p_counts) as s (record_id, subject, keys)
    where e.record_id = s.record_id and e.subject = s.subject and cardinality(e.keys) = s.keys and e.shredded_at is null returning e.agency, e.kind, e.record_id
  loop
    c.agency := d.agency;
    perform audit.append(c, 'shred', d.kind, array[d.record_id], array[0]);
    done := done + 1;
  end loop;
  return done;
end $$;
`;

/** After a restore. Each of the two databases says what was erased that the other may have brought back. */
const RESTORED = `
create or replace function retention.erasures_after(p_record uuid, p_subject uuid, p_limit int) returns table (record_id uuid, subject uuid) language sql stable security definer as $$
  select e.record_id, e.subject from retention.erasure e where e.shredded_at is not null and (e.record_id, e.subject) > (p_record, p_subject)
  order by e.record_id, e.subject limit p_limit
$$;

create or replace function retention.shred_again(p_records uuid[], p_subjects uuid[]) returns void language sql security definer as $$
  update retention.erasure e set shredded_at = null from unnest(p_records, p_subjects) as s (record_id, subject)
  where e.record_id = s.record_id and e.subject = s.subject
$$;

create or replace function retention.erase_again(p_caller jsonb, p_records uuid[], p_subjects uuid[]) returns int language plpgsql security definer as $$
declare c audit.caller := jsonb_populate_record(null::audit.caller, p_caller); d record; done int := 0; r records.record;
begin
  for d in select s.record_id, s.subject from unnest(p_records, p_subjects) as s (record_id, subject) join records.record o on o.id = s.record_id and o.state <> 'erased'
    where not exists (select from retention.erasure e where e.record_id = s.record_id and e.subject = s.subject) order by s.record_id
  loop
    if d.subject = '${WHOLE}' then r := retention.wipe(c, d.record_id, 'restored');
    else r := retention.wipe_known(c, d.record_id, d.subject); end if;
    if r.id is not null then done := done + 1; end if;
  end loop;
  return done;
end $$;

-- A person is named in the key store by an id alone, which follows from where the person stands.
create or replace function retention.wipe_known(c audit.caller, p_record uuid, p_subject uuid) returns records.record language plpgsql as $$
declare r records.record; p record;
begin
  select * into r from records.record where id = p_record;
  for p in select l.list, f.ref from unnest('{victims,suspects,witnesses}'::text[]) as l (list)
    cross join lateral retention.refs_in(r, l.list) as f (ref) where retention.subject_id(p_record, l.list, f.ref) = p_subject
  loop
    return retention.wipe_person(c, p_record, p_subject, p.list, p.ref, 'restored');
  end loop;
  return null;
end $$;
`;

/**
 * What nobody looked at in time. By default it is restricted, for its originator alone, until it is amended; who was
 * sent it is told to let go. `p_outcome`: restrict, erase or tell (then only `dueReviews` says so).
 */
const MISSED = `
create or replace function retention.miss_reviews(p_caller jsonb, p_now timestamptz, p_grace interval, p_outcome text, p_limit int) returns int language plpgsql security definer
set enable_seqscan = off set enable_bitmapscan = off as $$
declare c audit.caller := jsonb_populate_record(null::audit.caller, p_caller); moment timestamptz := least(now(), p_now) - p_grace; d record; r records.record; done int := 0;
begin
  if p_outcome = 'tell' or not pg_try_advisory_xact_lock(${LOCK}) then return 0; end if;
  for d in select due.id from (select o.id from records.record o where o.review_at <= moment and o.state = 'active' and o.held_until <= now()
      and (p_outcome = 'erase' or not o.restricted) order by o.review_at limit p_limit) due order by due.id
  loop
    perform pg_advisory_xact_lock(hashtextextended(d.id::text, 0));
    select * into r from records.record o where o.id = d.id and o.review_at <= moment and o.state = 'active';
    continue when r.id is null;
    done := done + 1;
    if p_outcome = 'erase' then
      perform retention.wipe(c, r.id, 'no-longer-necessary');
      continue;
    end if;
    update records.record o set restricted = true, version = o.version + 1, changes = o.changes || 128, changed_at = o.changed_at || now() where o.id = r.id returning * into r;
    delete from records.record_audience a where a.record_id = r.id and a.audience <> r.originator;
    delete from records.record_facet f where f.record_id = r.id and f.audience <> r.originator;
    perform retention.tell_to_let_go(r);
    perform recalls.open(c, r.id, r.kind, 'restricted', r.version, p_ground => 'review-missed');
    c.agency := r.originator;
    perform audit.append(c, 'restrict', r.kind, array[r.id], array[128]);
  end loop;
  return done;
end $$;
`;

/** That keys were wrapped anew is the operator's to know: no agency's record is touched by it. */
const ROTATED = `
create or replace function retention.note_rotation(p_caller jsonb, p_action text) returns void language plpgsql security definer as $$
declare c audit.caller := jsonb_populate_record(null::audit.caller, p_caller);
begin
  if p_action <> all ('{rotate-keys-begun,rotate-keys-ended}') then raise exception 'ACTION_NOT_ALLOWED' using errcode = 'AM001'; end if;
  c.agency := 'operator';
  perform audit.append(c, p_action, null, '{}', '{}');
end $$;
`;

const KEEPERS = ['erase_due', 'unshredded', 'shredded', 'erasures_after', 'shred_again', 'erase_again', 'miss_reviews', 'note_rotation'];
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  amanat_keeper: KEEPERS, amanat_store: ['erase', 'erase_person', 'hold', 'lift', 'reviewed', 'due_reviews'], amanat_view: ['holds', 'erasures'],
};

const POLICIES = `
${['store', 'view', 'keeper'].map((name) => `drop policy if exists ${name} on retention.hold;`).join(' ')}
create policy store on retention.hold to amanat_store using (agency = (select coalesce(current_setting('amanat.agency', true), '')))
  with check (agency = (select coalesce(current_setting('amanat.agency', true), '')));
create policy view on retention.hold for select to amanat_view using (agency = (select coalesce(current_setting('amanat.agency', true), '')));
create policy keeper on retention.hold to amanat_keeper using (true) with check (true);
grant select, insert, update on retention.hold to amanat_store;
grant select on retention.hold to amanat_view;
grant select, insert, update on retention.hold to amanat_keeper;
${['own', 'keeper'].map((name) => `drop policy if exists ${name} on retention.erasure;`).join(' ')}
create policy own on retention.erasure for select to amanat_view, amanat_store using (agency = (select coalesce(current_setting('amanat.agency', true), '')));
create policy keeper on retention.erasure to amanat_keeper using (true) with check (true);
grant select on retention.erasure to amanat_view, amanat_store;
grant select, insert, update on retention.erasure to amanat_keeper;
`;

const OWNERSHIP = `
revoke all on all functions in schema retention from public;
grant execute on function retention.own(audit.caller, uuid), retention.own_record(audit.caller, uuid), retention.to_erase(audit.caller, text, bytea, text, uuid), retention.set_held(uuid), retention.wipe(audit.caller, uuid, text),
  retention.wipe_person(audit.caller, uuid, uuid, text, text, text) to amanat_store;
grant execute on function retention.wipe_known(audit.caller, uuid, uuid), retention.tell_to_let_go(records.record), retention.tell_without(records.record, int),
  retention.subject_id(uuid, text, text), retention.refs_in(records.record, text) to amanat_keeper;
grant create on schema retention to amanat_keeper, amanat_view, amanat_store;
${ownedAndCalled('retention', OWNERS)}
alter function retention.wipe(audit.caller, uuid, text) owner to amanat_keeper;
alter function retention.wipe_person(audit.caller, uuid, uuid, text, text, text) owner to amanat_keeper;
revoke create on schema retention from amanat_keeper, amanat_view, amanat_store;
`;

export const RETENTION_FUNCTIONS = [...ERASE_FUNCTIONS, ...ERASE_PERSON_FUNCTIONS, ...ACT_FUNCTIONS, ERASE_DUE, SHREDDING, RESTORED, MISSED, ROTATED, POLICIES, OWNERSHIP];
