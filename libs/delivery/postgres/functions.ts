/**
 * What waits for its recipients. No row is read that an older, still open transaction could overtake
 * (`xid < xmin`): sequence numbers do not commit in order, and a relay that trusts them loses rows.
 */
const WAITING = `
create or replace function delivery.follow(p_agencies text[], p_streams text[]) returns void language sql security definer as $$
  insert into delivery.position (agency, stream, xid, seq)
  select s.agency, s.stream, '0', 0 from unnest(p_agencies, p_streams) as s (agency, stream) on conflict do nothing
$$;

create or replace function delivery.waiting(p_limit int)
returns table (agency text, stream text, xid text, seq text, id uuid, type text, kind text, record_id uuid, version int, about text, at timestamptz)
language sql security definer set enable_seqscan = off set enable_bitmapscan = off as $$
  select e.agency, e.stream, e.xid::text, e.seq::text, e.id, e.type, e.kind, e.record_id, e.version, e.about, e.at
  from delivery.position p cross join lateral (
    select * from delivery.entry e
    where e.agency = p.agency and e.stream = p.stream and (e.xid, e.seq) > (p.xid, p.seq)
      and e.xid < pg_snapshot_xmin(pg_current_snapshot())
    order by e.xid, e.seq limit p_limit) e
$$;

create or replace function delivery.advance(p_agency text, p_stream text, p_xid text, p_seq text) returns void language sql security definer as $$
  update delivery.position set xid = p_xid::xid8, seq = p_seq::bigint where agency = p_agency and stream = p_stream
$$;

create or replace function delivery.entries(p_agency text, p_stream text, p_xid text, p_seq text, p_limit int)
returns table (agency text, stream text, xid text, seq text, id uuid, type text, kind text, record_id uuid, version int, about text, at timestamptz)
language sql security definer set enable_seqscan = off set enable_bitmapscan = off as $$
  select e.agency, e.stream, e.xid::text, e.seq::text, e.id, e.type, e.kind, e.record_id, e.version, e.about, e.at
  from delivery.entry e
  where e.agency = p_agency and e.stream = p_stream and (e.xid, e.seq) > (p_xid::xid8, p_seq::bigint)
    and e.xid < pg_snapshot_xmin(pg_current_snapshot())
  order by e.xid, e.seq limit p_limit
$$;
`;

const REJECTIONS = `
create or replace function delivery.reject(p_agency text, p_id uuid, p_event text, p_issues jsonb) returns void language sql security definer as $$
  insert into delivery.rejection (agency, id, event_id, issues) values (p_agency, p_id, p_event, p_issues) on conflict (agency, event_id) do nothing
$$;

create or replace function delivery.unsent_rejections(p_limit int)
returns table (agency text, seq text, id uuid, at timestamptz, event_id text, issues jsonb) language sql security definer as $$
  select r.agency, r.seq::text, r.id, r.at, r.event_id, r.issues from delivery.rejection r where r.sent_at is null order by r.seq limit p_limit
$$;

create or replace function delivery.rejections_sent(p_ids uuid[]) returns void language sql security definer as $$
  update delivery.rejection set sent_at = now() where id = any (p_ids)
$$;
`;

const APPEND = `
create or replace function delivery.append(p_kind text, p_record uuid, p_version int,
  p_agencies text[], p_streams text[], p_types text[], p_ids uuid[]) returns void language sql as $$
  insert into delivery.entry (agency, stream, id, type, kind, record_id, version)
  select d.agency, d.stream, d.id, d.type, p_kind, p_record, p_version
  from unnest(p_agencies, p_streams, p_types, p_ids) as d (agency, stream, type, id)
$$;
`;

const HUB_MAY = ['follow', 'waiting', 'advance', 'entries', 'reject', 'unsent_rejections', 'rejections_sent'];

const OWNERSHIP = `
grant create on schema delivery to amanat_store;
revoke all on all functions in schema delivery from public;
grant execute on all functions in schema delivery to amanat_store;
do $$ declare f regprocedure; begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'delivery' and p.proname = any ('{${HUB_MAY.join(',')}}') loop
    execute format('alter function %s owner to amanat_store', f);
    execute format('grant execute on function %s to amanat_hub', f);
  end loop;
end $$;
`;

export const DELIVERY_FUNCTIONS = [WAITING, REJECTIONS, APPEND, OWNERSHIP];
