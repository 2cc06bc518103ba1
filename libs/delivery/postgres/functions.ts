import { ownedAndCalled } from '#libs/postgres';
import { APPEND_NOTICE } from './append-notice.js';
import { WITHOUT_LINE } from './without-line.js';

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

drop function if exists delivery.advance(text, text, text, text);
-- Not waited for until it is durable: a place that a crash of the server forgets is sent again, as after any crash.
create or replace function delivery.advance(p_agencies text[], p_streams text[], p_xids text[], p_seqs text[]) returns void language sql security definer as $$
  select set_config('synchronous_commit', 'off', true);
  update delivery.position p set xid = s.xid::xid8, seq = s.seq::bigint
  from unnest(p_agencies, p_streams, p_xids, p_seqs) as s (agency, stream, xid, seq) where p.agency = s.agency and p.stream = s.stream
$$;
`;

/** The feed's part of one agency's stream: the caller's own, whatever is asked. */
const ENTRIES = `
drop function if exists delivery.entries(text, text, text, text, int);
create or replace function delivery.entries(p_caller jsonb, p_stream text, p_xid text, p_seq text, p_limit int)
returns table (agency text, stream text, xid text, seq text, id uuid, type text, kind text, record_id uuid, version int, about text, at timestamptz)
language plpgsql security definer set enable_seqscan = off set enable_bitmapscan = off as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller);
begin
  return query select e.agency, e.stream, e.xid::text, e.seq::text, e.id, e.type, e.kind, e.record_id, e.version, e.about, e.at
  from delivery.entry e
  where e.agency = c.agency and e.stream = p_stream and (e.xid, e.seq) > (p_xid::xid8, p_seq::bigint)
    and e.xid < pg_snapshot_xmin(pg_current_snapshot())
    and (e.kind <> 'odd-look-up' or insider.may_be_told(c, e.record_id))
  order by e.xid, e.seq limit p_limit;
end $$;
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
-- An id that follows from what it names (RFC 9562 §5.8): whoever comes back to the same finds it there.
create or replace function delivery.named_id(p_name text) returns uuid language sql immutable parallel safe as $$
  select overlay(overlay(md5(p_name) placing '8' from 13) placing 'a' from 17)::uuid
$$;

create or replace function delivery.append(p_kind text, p_record uuid, p_version int,
  p_agencies text[], p_streams text[], p_types text[], p_ids uuid[]) returns void language sql as $$
  insert into delivery.entry (agency, stream, id, type, kind, record_id, version)
  select d.agency, d.stream, d.id, d.type, p_kind, p_record, p_version
  from unnest(p_agencies, p_streams, p_types, p_ids) as d (agency, stream, type, id)
$$;
`;

/** The relay's, the intake's and the reconciler's, for no caller: places and kinds of what waits, and never what it says. */
const KEEPERS = ['follow', 'waiting', 'advance', 'reject', 'unsent_rejections', 'rejections_sent', 'without_line'];

const POLICIES = `
grant usage on schema delivery to amanat_keeper;
grant select, insert, update, delete on all tables in schema delivery to amanat_keeper;
revoke all on delivery.position, delivery.rejection from amanat_store, amanat_view;
revoke select, update, delete on delivery.entry from amanat_store;
${['entry', 'position', 'rejection', 'entry_body'].map((table) => `
drop policy if exists store on delivery.${table};
drop policy if exists view on delivery.${table};
drop policy if exists keeper on delivery.${table};
create policy keeper on delivery.${table} to amanat_keeper using (true) with check (true);`).join('')}
${['entry', 'entry_body'].map((table) => `create policy view on delivery.${table} for select to amanat_view using (agency = (select current_setting('amanat.agency', true)));`).join('\n')}
create policy store on delivery.entry for insert to amanat_store
  with check (record_id = (select nullif(current_setting('amanat.record', true), '')::uuid));
`;

const OWNERSHIP = `
grant create on schema delivery to amanat_keeper, amanat_view;
revoke all on all functions in schema delivery from public;
grant execute on function delivery.append(text, uuid, int, text[], text[], text[], uuid[]) to amanat_store, amanat_keeper;
grant execute on function delivery.named_id(text) to amanat_store, amanat_keeper;
grant execute on function delivery.append_notice(text, text[], text, text, uuid, text, jsonb) to amanat_keeper;
${ownedAndCalled('delivery', { amanat_keeper: KEEPERS })}
alter function delivery.write_to(text, uuid, text, uuid, jsonb) owner to amanat_keeper;
grant execute on function delivery.write_to(text, uuid, text, uuid, jsonb) to amanat_store;
alter function delivery.entries(jsonb, text, text, text, int) owner to amanat_view;
grant execute on function delivery.entries(jsonb, text, text, text, int) to amanat_hub;
revoke create on schema delivery from amanat_keeper, amanat_view;
`;

export const DELIVERY_FUNCTIONS = [WAITING, ENTRIES, REJECTIONS, APPEND, APPEND_NOTICE, WITHOUT_LINE, POLICIES, OWNERSHIP];
