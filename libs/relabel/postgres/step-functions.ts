import { PURPOSES } from '#libs/contracts';
import { STANDING_ERASE_AT, STANDING_RESTRICTED } from '#libs/disclosure';

const PURPOSE_BITS = PURPOSES.map(({ bit }) => 1 << bit).join(', ');

/** The rule table for a stored label `r` and an agency `g`, among whose task forces `w` has looked for the recipients. */
const rules = (purpose: string, clearance: string) => `policy_visible_classes(r.originator, r.regime, r.tlp, w.recipients, r.transfers, r.purposes, r.categories,
  r.handling, ${STANDING_RESTRICTED}, r.state, ${STANDING_ERASE_AT}, r.referral_consent, r.onward, g.code, g.type, g.regime, ${purpose}, ${clearance}, true, now())`;
const NAMED = 'cross join lateral (select records.addressed(r.recipients, g.audiences[2:], g.code) as recipients offset 0) w';
const PARTICIPANTS = 'jsonb_to_recordset(p_agencies) as g (code text, type text, regime text, audiences text[])';

/**
 * What the audience of these records is, and what it was, for the agencies asked about: only pairs of
 * record and agency whose rows differ. From the label alone; nothing is decrypted.
 */
const MOVED = `
create or replace function relabel.moved(p_ids uuid[], p_codes text[], p_agencies jsonb, out was records.record_audience[], out now_is records.record_audience[])
language sql volatile set enable_seqscan = off as $$
  with old as materialized (
    select a.audience, a.kind, a.purposes, a.record_id, a.classes, a.tlp, a.erase_at, a.further
    from records.record_audience a where a.record_id = any (p_ids) and a.audience = any (p_codes) and not a.further),
  fresh as materialized (
    select g.code as audience, r.kind, bit_or(p.bit) as purposes, r.id as record_id, m.classes, r.tlp,
      case when g.code = r.originator then ${STANDING_ERASE_AT} else r.erase_at end as erase_at, false as further
    from (select * from records.record where id = any (p_ids) offset 0) r
    cross join ${PARTICIPANTS} ${NAMED}
    cross join unnest(array[${PURPOSE_BITS}]) as p (bit)
    cross join lateral (select ${rules('p.bit', '4')} as classes offset 0) m
    where m.classes <> 0
    group by g.code, r.kind, r.id, m.classes, r.tlp, r.erase_at, r.held_until, r.originator),
  pair as materialized (
    (select record_id, audience from (select * from fresh except select * from old) gained)
    union (select record_id, audience from (select * from old except select * from fresh) lost))
  select (select array_agg(row(o.*)::records.record_audience order by o.record_id) from old o join pair using (record_id, audience)),
    (select array_agg(row(f.*)::records.record_audience order by f.record_id) from fresh f join pair using (record_id, audience))
$$;
`;

/**
 * Deliveries that follow, before the audience rows change. What a stream was told is read from the recipient
 * ledger and not concluded from the rows: an amendment since the change may have laid them anew and,
 * finding nothing new to itself, told nobody. Event ids follow from the job.
 */
const ANNOUNCE = `
create or replace function relabel.announce(p_job uuid, p_ids uuid[], p_moved records.record_audience[], p_agencies jsonb, p_streams jsonb)
returns int language plpgsql set enable_seqscan = off as $$
declare sent int;
begin
  with told as materialized (
    select distinct on (e.record_id, e.agency, e.stream) e.record_id, e.agency, e.stream, e.type, e.version
    from delivery.entry e where e.record_id = any (p_ids) and e.type like 'record.%'
    order by e.record_id, e.agency, e.stream, e.xid desc, e.seq desc)
  insert into delivery.entry (agency, stream, id, type, kind, record_id, version)
  select due.agency, due.stream, delivery.named_id(concat_ws('/', p_job, due.id, due.agency, due.stream)),
    due.type, due.kind, due.id, due.version
  from (
    select s.agency, s.stream, r.id, r.kind, r.version,
      case when coalesce(t.type, 'record.withdrawn.v1') = 'record.withdrawn.v1' then case when seen.mask <> 0 then 'record.submitted.v1' end
        when seen.mask = 0 then 'record.withdrawn.v1'
        when exists (select from unnest(r.changes[t.version + 1:]) as change where change & seen.mask <> 0) then 'record.amended.v1'
        when s.was is not null and (s.changed or (r.id, s.agency) in (select m.record_id, m.audience from unnest(p_moved) m)) and seen.mask <> (
          select coalesce(bit_or(o.classes), 0) & case when r.tlp <= (s.was ->> 'clearance')::int then (s.was ->> 'classes')::int else 0 end
          from records.record_audience o where o.record_id = r.id and o.audience = s.agency and not o.further and o.purposes & (s.was ->> 'purpose')::int <> 0)
          then 'record.amended.v1' end as type
    from (select * from records.record where id = any (p_ids) offset 0) r
    join jsonb_to_recordset(p_streams) as s (agency text, stream text, kinds text[], purpose int, classes int, clearance int, was jsonb, changed boolean)
      on s.agency <> r.originator and r.kind = any (s.kinds)
    join ${PARTICIPANTS} on g.code = s.agency ${NAMED}
    cross join lateral (select ${rules('s.purpose', 's.clearance')} & s.classes as mask offset 0) seen
    left join told t on t.record_id = r.id and t.agency = s.agency and t.stream = s.stream) due
  where due.type is not null
  order by due.id;
  get diagnostics sent = row_count;
  return sent;
end $$;
`;

/**
 * Whose view of a record changed goes on counting from what it was shown (D-002), also when it lost
 * the record and is given it back; what was amended while hidden counts for nobody. The mark in `changes`
 * says of a record never amended that somebody counts so; whoever is shown such a record for the first time counts one, as everybody.
 */
const CARRY = `
create or replace function relabel.carry(p_was records.record_audience[], p_now records.record_audience[]) returns void language plpgsql set enable_seqscan = off as $$
begin
  with was as (
    select o.record_id, o.audience, p.purpose, clearance, o.classes
    from unnest(p_was) o cross join unnest(array[${PURPOSE_BITS}]) as p (purpose) cross join generate_series(o.tlp::int, 4) clearance where o.purposes & p.purpose <> 0),
  is_now as (
    select n.record_id, n.audience, p.purpose, clearance, n.classes
    from unnest(p_now) n cross join unnest(array[${PURPOSE_BITS}]) as p (purpose) cross join generate_series(n.tlp::int, 4) clearance where n.purposes & p.purpose <> 0),
  kept as (
    insert into records.earlier_view (record_id, audience, purpose, clearance, after, versions, since)
    select k.record_id, k.audience, k.purpose, k.clearance, r.version,
      coalesce(e.versions, 0) + case when is_now.classes is null then 0 else 1 end + (
        select count(*) from unnest(r.changes[coalesce(e.after, 0) + 1:]) as change where change & was.classes <> 0), now()
    from was full join is_now using (record_id, audience, purpose, clearance) as k
    join records.record r on r.id = k.record_id and r.originator <> k.audience
    left join lateral (
      select l.versions, l.after from records.earlier_view l
      where l.record_id = r.id and l.audience = k.audience and l.purpose = k.purpose and l.clearance = k.clearance order by l.after desc limit 1) e on true
    where was.classes is distinct from is_now.classes and (was.classes is not null or e.after is not null or cardinality(r.changes) > 1)
    on conflict (record_id, audience, purpose, clearance, after) do update set versions = excluded.versions, since = excluded.since
    returning record_id)
  update records.record r set changes[1] = r.changes[1] | records.viewed_before()
  where r.id in (select record_id from kept) and cardinality(r.changes) = 1 and r.changes[1] < records.viewed_before();
end $$;
`;

/** The new rows in the place of the old, as `lay_audience` lays them for one record. */
const RELAY = `
create or replace function relabel.lay(p_was records.record_audience[], p_now records.record_audience[]) returns void language plpgsql set enable_seqscan = off as $$
begin
  delete from records.record_audience a using (select distinct record_id, audience from unnest(p_was)) o where a.record_id = o.record_id and a.audience = o.audience and not a.further;
  delete from records.record_facet f using (select distinct record_id, audience from unnest(p_was)) o where f.record_id = o.record_id and f.audience = o.audience;
  insert into records.record_audience (audience, kind, purposes, record_id, classes, tlp, erase_at)
  select n.audience, n.kind, n.purposes, n.record_id, n.classes, n.tlp, n.erase_at from unnest(p_now) n;
  insert into records.audience_scope (audience, kind, purposes, tlp)
  select distinct n.audience, n.kind, n.purposes, n.tlp from unnest(p_now) n on conflict do nothing;
  with facet as (
    insert into records.record_facet (record_id, purposes, tlp, class, audience, facet, value)
    select n.record_id, bit_or(n.purposes), n.tlp, f.class, n.audience, f.facet, f.value
    from (select r.id, f.* from records.record r cross join lateral records.facets_of(r) f
      where r.id in (select record_id from unnest(p_now)) offset 0) f
    join unnest(p_now) n on n.record_id = f.id and n.classes & (1 << f.class) <> 0
    group by n.record_id, n.tlp, n.audience, f.class, f.facet, f.value
    returning record_id, audience, purposes, tlp)
  insert into records.facet_scope (audience, kind, purposes, tlp)
  select distinct f.audience, n.kind, f.purposes, f.tlp from facet f join (select distinct record_id, kind from unnest(p_now)) n using (record_id)
  on conflict do nothing;
end $$;
`;

/** One line for each originator: which of its records, and in which classes somebody's view of them changed. */
const ACCOUNT = `
create or replace function relabel.account(c audit.caller, p_was records.record_audience[], p_now records.record_audience[]) returns int language plpgsql set enable_seqscan = off as $$
declare changed int := 0; line record;
begin
  for line in
    select m.originator, array_agg(m.record_id order by m.record_id) as ids, array_agg(m.mask order by m.record_id) as masks from (
      select r.originator, d.record_id, bit_or(d.classes) as mask
      from ((select * from unnest(p_was) except select * from unnest(p_now)) union all (select * from unnest(p_now) except select * from unnest(p_was))) d
      join records.record r on r.id = d.record_id group by r.originator, d.record_id) m
    group by m.originator order by m.originator
  loop
    c.agency := line.originator;
    perform audit.append(c, 'relabel', null, line.ids, line.masks);
    changed := changed + cardinality(line.ids);
  end loop;
  return changed;
end $$;
`;

export const RELABEL_STEPS = [MOVED, ANNOUNCE, CARRY, RELAY, ACCOUNT];
