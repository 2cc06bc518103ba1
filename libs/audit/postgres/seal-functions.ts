/** Agencies that have lines, by leaps through the primary key: as fast with a billion lines as with ten. */
const LEDGERS = `
create or replace function audit.current_era() returns smallint language sql stable as $$ select era from audit.standing $$;

create or replace function audit.ledgers() returns table (agency text) language sql stable as $$
  with recursive ledgers as (
    (select l.agency from audit.ledger l order by l.agency limit 1)
    union all
    select (select l.agency from audit.ledger l where l.agency > g.agency order by l.agency limit 1) from ledgers g where g.agency is not null)
  select agency from ledgers where agency is not null
$$;
`;

/**
 * The next lines of every agency that no older, still open transaction can overtake, as hashes.
 * Lines of an earlier era are all committed: their transactions ended before the restore.
 */
const UNSEALED = `
create or replace function audit.unsealed(p_limit int)
returns table (agency text, era int, xid text, seq text, leaf bytea) language sql stable security definer
set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
  select g.agency, n.era, n.xid::text, n.seq::text, n.leaf
  from audit.ledgers() g left join audit.place p on p.agency = g.agency cross join lateral (
    select l.era, l.xid, l.seq, audit.leaf(l) as leaf from audit.ledger l
    where l.agency = g.agency and (l.era, l.xid, l.seq) > (coalesce(p.era, 0::smallint), coalesce(p.xid, '0'::xid8), coalesce(p.seq, 0))
      and (l.xid < pg_snapshot_xmin(pg_current_snapshot()) or l.era < audit.current_era())
    order by l.era, l.xid, l.seq limit p_limit) n
$$;

create or replace function audit.oldest_unsealed() returns timestamptz language sql stable security definer
set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
  select min(n.at) from audit.ledgers() g left join audit.place p on p.agency = g.agency cross join lateral (
    select l.at from audit.ledger l
    where l.agency = g.agency and (l.era, l.xid, l.seq) > (coalesce(p.era, 0::smallint), coalesce(p.xid, '0'::xid8), coalesce(p.seq, 0))
    order by l.era, l.xid, l.seq limit 1) n
$$;
`;

/** The log begins with the first sealer's key and interval, and keeps them: its size must follow from the clock alone. */
const LOG = `
create or replace function audit.tick(p_interval int) returns bigint language sql volatile as $$
  select floor(extract(epoch from clock_timestamp()) * 1000 / p_interval)::bigint
$$;

create or replace function audit.begin_log(p_key text, p_interval int, p_bound int) returns void language sql security definer as $$
  insert into audit.log (key, interval_ms, first_tick) values (p_key, p_interval, audit.tick(p_interval)) on conflict do nothing;
  update audit.standing set bound = make_interval(secs => p_bound), sealed_at = coalesce(sealed_at, clock_timestamp());
$$;

create or replace function audit.log_state()
returns table (key text, interval_ms int, first_tick text, size text, edge bytea[], tail bytea, tick text, period_day text) language sql security definer as $$
  select g.key, g.interval_ms, g.first_tick::text, g.size::text, g.edge,
    (select string_agg(s.leaf, ''::bytea order by s.index) from audit.seal s), audit.tick(g.interval_ms)::text,
    to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD')
  from audit.log g
$$;

create or replace function audit.now_tick() returns table (tick text, day text) language sql security definer as $$
  select audit.tick(g.interval_ms)::text, to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD') from audit.log g
$$;

create or replace function audit.standing_now() returns table (begun boolean, behind double precision, stuck boolean) language sql security definer as $$
  select s.sealed_at is not null, extract(epoch from clock_timestamp() - s.sealed_at)::double precision, coalesce(audit.stuck(), false) from audit.standing s
$$;
`;

const GROWING = `
create or replace function audit.growing()
returns table (agency text, slot int, period text, size text, root bytea, before bytea, edge bytea[],
  full_era int, full_xid text, full_seq text, era int, xid text, seq text) language sql security definer as $$
  select p.agency, p.slot, t.period, t.size::text, t.root, t.before, t.edge,
    t.full_era, t.full_xid::text, t.full_seq::text, p.era, p.xid::text, p.seq::text
  from audit.place p left join lateral (select * from audit.tree t where t.agency = p.agency order by t.period desc limit 1) t on true
$$;
`;

/**
 * Keeps what the sealer has added to trees. Whoever has not the size that the table has is not the
 * only sealer: it is refused, and nothing of its work is kept.
 */
const GROW = `
create or replace function audit.take_place(p_agency text) returns int language sql security definer as $$
  insert into audit.place (agency, slot)
  select p_agency, s.slot from generate_series(0, 255) as s (slot)
  where not exists (select from audit.place p where p.slot = s.slot) order by random() limit 1
  on conflict (agency) do update set agency = excluded.agency returning slot
$$;

create or replace function audit.keep_tiles(p_tiles jsonb) returns void language sql as $$
  insert into audit.tile (agency, period, level, index, hashes, after_era, after_xid, after_seq)
  select t.agency, t.period, t.level, t.index, decode(t.hashes, 'base64'), t.era, t.xid::xid8, t.seq
  from jsonb_to_recordset(p_tiles) as t (agency text, period text, level smallint, index bigint, hashes text, era smallint, xid text, seq bigint)
$$;

create or replace function audit.grow(p_trees jsonb, p_tiles jsonb) returns void language plpgsql security definer as $$
declare g record; kept int;
begin
  for g in select * from jsonb_to_recordset(p_trees) as t (agency text, period text, former bigint, size bigint, root text, before text, edge jsonb,
      full_era smallint, full_xid text, full_seq bigint, era smallint, xid text, seq bigint) loop
    insert into audit.tree as t (agency, period, size, root, edge, before, full_era, full_xid, full_seq, last_era, last_xid, last_seq)
    values (g.agency, g.period, g.size, decode(g.root, 'base64'), audit.edge_of(g.edge), decode(g.before, 'base64'),
      g.full_era, g.full_xid::xid8, g.full_seq, g.era, g.xid::xid8, g.seq)
    on conflict (agency, period) do update set size = excluded.size, root = excluded.root, edge = excluded.edge,
      full_era = excluded.full_era, full_xid = excluded.full_xid, full_seq = excluded.full_seq,
      last_era = excluded.last_era, last_xid = excluded.last_xid, last_seq = excluded.last_seq
    where t.size = g.former;
    get diagnostics kept = row_count;
    if kept = 0 then raise exception 'another sealer is at work' using errcode = 'AM004'; end if;
    update audit.place set era = g.era, xid = g.xid::xid8, seq = g.seq where agency = g.agency;
  end loop;
  perform audit.keep_tiles(p_tiles);
end $$;

create or replace function audit.edge_of(p_edge jsonb) returns bytea[] language sql immutable as $$
  select coalesce(array_agg(decode(e.hashes, 'base64') order by e.level), '{}') from jsonb_array_elements_text(p_edge) with ordinality as e (hashes, level)
$$;
`;

const SEAL = `
create or replace function audit.seal(p_seal jsonb, p_tiles jsonb, p_heads jsonb) returns void language plpgsql security definer as $$
declare s record; kept int;
begin
  select * into strict s from jsonb_to_record(p_seal) as x (former bigint, size bigint, edge jsonb, tail text, note text);
  update audit.log set size = s.size, edge = audit.edge_of(s.edge) where size = s.former;
  get diagnostics kept = row_count;
  if kept = 0 then raise exception 'another sealer is at work' using errcode = 'AM004'; end if;
  perform audit.keep_tiles(p_tiles);
  if jsonb_array_length(p_tiles) > 0 then delete from audit.seal; end if;
  insert into audit.seal (index, leaf)
  select i, substr(decode(s.tail, 'base64'), 1 + 32 * (i - (s.size - s.size % 256))::int, 32)
  from generate_series(greatest(s.former, s.size - s.size % 256), s.size - 1) as i;
  insert into audit.head (agency, seal, period, size, root, before)
  select h.agency, s.size - 1, h.period, h.size, decode(h.root, 'base64'), decode(h.before, 'base64')
  from jsonb_to_recordset(p_heads) as h (agency text, period text, size bigint, root text, before text);
  if s.note is null then return; end if;
  insert into audit.checkpoint (size, note) values (s.size, s.note);
  delete from audit.checkpoint c where c.size < s.size and c.size > s.size - 3600 and c.size % 3600 <> 0
    and not exists (select from audit.countersignature k where k.size = c.size);
  update audit.standing set sealed_at = least(clock_timestamp(), audit.oldest_unsealed());
end $$;
`;

/** Whether lines name transactions that this server has yet to begin: then it was restored from a dump, which does not keep the count. */
const RESTORED = `
create or replace function audit.is_restored() returns boolean language sql stable security definer set enable_seqscan = off as $$
  select exists (select from audit.ledgers() g cross join lateral (
    select l.era, l.xid from audit.ledger l where l.agency = g.agency order by l.era desc, l.xid desc, l.seq desc limit 1) n
    where n.era = audit.current_era() and n.xid >= pg_snapshot_xmax(pg_current_snapshot()))
$$;
`;

const NEXT_ERA = `
create or replace function audit.next_era() returns int language sql security definer as $$
  update audit.standing set era = era + 1 returning era
$$;
`;

/** Run by the owner at every start: new lines of a restored ledger come after all that were restored. */
export const BEGIN_ERA = `
do $$ begin
  if audit.is_restored() then execute format('alter table audit.ledger alter column era set default %s', audit.next_era()); end if;
end $$`;

/** The sealer's, for no caller: hashes and counts, never what a line says. */
const HUB_MAY = ['unsealed', 'oldest_unsealed', 'begin_log', 'log_state', 'now_tick', 'standing_now', 'growing', 'take_place', 'grow', 'seal'];
/** Acting as the keeper too, but called by other functions or by the owner alone. */
const INSIDE = ['stuck', 'is_restored', 'next_era'];

const OWNERSHIP = `
grant create on schema audit to amanat_keeper, amanat_view, amanat_store;
revoke all on all functions in schema audit from public;
grant execute on all functions in schema audit to amanat_keeper;
grant execute on function audit.append(audit.caller, text, text, uuid[], int[]), audit.stuck() to amanat_view, amanat_store;
alter function audit.note(jsonb, text, text) owner to amanat_view;
grant execute on function audit.note(jsonb, text, text) to amanat_hub;
do $$ declare f regprocedure; begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'audit' and p.proname = any ('{${[...HUB_MAY, ...INSIDE].join(',')}}') loop
    execute format('alter function %s owner to amanat_keeper', f);
  end loop;
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'audit' and p.proname = any ('{${HUB_MAY.join(',')}}') loop
    execute format('grant execute on function %s to amanat_hub', f);
  end loop;
  grant execute on function audit.is_restored(), audit.next_era() to current_user;
end $$;
revoke create on schema audit from amanat_keeper, amanat_view, amanat_store;
`;

export const SEAL_FUNCTIONS = [LEDGERS + UNSEALED, LOG, GROWING, GROW, SEAL, RESTORED, NEXT_ERA, OWNERSHIP];
