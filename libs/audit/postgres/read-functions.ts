import { ownedAndCalled } from '#libs/postgres';
import { MAY_READ_SQL } from '../model/ledger-rules.js';
import { NEXT_LINES } from './next-lines.js';

/** Lines of one tile and no other, whatever is missing, in the order of the tree, seen through row-level security as their own agency's. */
const LINES = `
create or replace function audit.tile_lines(p_caller jsonb, p_agency text, p_period text, p_index bigint)
returns table (line text) language plpgsql security definer set enable_seqscan = off set enable_bitmapscan = off as $$
declare c audit.caller := disclosure.admit(p_caller); s record;
begin
  if not audit.may(c, p_agency, 'lines') then return; end if;
  perform set_config('amanat.ledger_of', p_agency, true);
  select * into s from audit.tile_span(p_agency, p_period, p_index);
  if s.lines is null then return; end if;
  return query select audit.canonical(l) from audit.ledger l
    where l.agency = p_agency and (l.era, l.xid, l.seq) > (s.era, s.xid, s.seq) and (l.era, l.xid, l.seq) <= (s.last_era, s.last_xid, s.last_seq)
    order by l.era, l.xid, l.seq limit s.lines;
end $$;

create or replace function audit.tile_span(p_agency text, p_period text, p_index bigint)
returns table (era smallint, xid xid8, seq bigint, last_era smallint, last_xid xid8, last_seq bigint, lines int) language sql stable as $$
  select coalesce(f.after_era, t.full_era), coalesce(f.after_xid, t.full_xid), coalesce(f.after_seq, t.full_seq),
    coalesce(n.after_era, e.era), coalesce(n.after_xid, e.xid), coalesce(n.after_seq, e.seq), least(256, t.size - p_index * 256)::int
  from audit.tree t left join audit.tile f on f.agency = t.agency and f.period = t.period and f.level = 0 and f.index = p_index
  left join audit.tile n on n.agency = t.agency and n.period = t.period and n.level = 0 and n.index = p_index + 1
  cross join lateral (select t.full_era, t.full_xid, t.full_seq where f.index is not null
    union all select t.last_era, t.last_xid, t.last_seq where f.index is null) e (era, xid, seq)
  where t.agency = p_agency and t.period = p_period and p_index * 256 < t.size and t.dropped_at is null
$$;
`;

const TILES = `
create or replace function audit.tiles(p_caller jsonb, p_agency text, p_period text, p_levels int[], p_indexes bigint[])
returns table (level int, index text, hashes bytea) language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller);
begin
  if not audit.may(c, p_agency, 'trees') then return; end if;
  perform set_config('amanat.ledger_of', p_agency, true);
  return query select w.level, w.index::text, coalesce(f.hashes,
      case when w.index <> t.size / (256::numeric ^ (w.level + 1))::bigint or t.dropped_at is not null then null else t.edge[w.level + 1] end)
    from unnest(p_levels, p_indexes) as w (level, index) join audit.tree t on t.agency = p_agency and t.period = p_period
    left join audit.tile f on f.agency = t.agency and f.period = t.period and f.level = w.level and f.index = w.index;
end $$;

create or replace function audit.log_tiles(p_levels int[], p_indexes bigint[])
returns table (level int, index text, hashes bytea) language sql security definer as $$
  select w.level, w.index::text, coalesce(f.hashes,
    case when w.index <> g.size / (256::numeric ^ (w.level + 1))::bigint then null
      when w.level = 0 then (select string_agg(s.leaf, ''::bytea order by s.index) from audit.seal s) else g.edge[w.level] end)
  from unnest(p_levels, p_indexes) as w (level, index) cross join audit.log g
  left join audit.tile f on f.agency = '' and f.period = '' and f.level = w.level and f.index = w.index
$$;
`;

const HEADS = `
-- The last head of each period that stood in the log by then.
create or replace function audit.heads_of(p_caller jsonb, p_agency text, p_size bigint)
returns table (agency text, period text, size text, root bytea, before bytea, dropped boolean) language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller);
begin
  if not audit.may(c, p_agency, 'trees') then return; end if;
  perform set_config('amanat.ledger_of', p_agency, true);
  return query select h.agency, t.period, h.size::text, h.root, h.before, t.dropped_at is not null
    from audit.tree t cross join lateral (
      select * from audit.head h where h.agency = t.agency and h.period = t.period and h.seal < p_size order by h.seal desc limit 1) h
    where t.agency = p_agency order by t.period;
end $$;

-- Of every agency, for the slots of one seal: what leaves the hub of it is hashed with secret salts.
create or replace function audit.heads_at(p_seal bigint)
returns table (agency text, slot int, period text, size text, root bytea, before bytea) language sql security definer as $$
  select p.agency, p.slot::int, h.period, h.size::text, h.root, h.before
  from audit.place p cross join lateral (
    select * from audit.head h where h.agency = p.agency and h.seal <= p_seal order by h.seal desc limit 1) h
$$;

-- The checkpoint of this size, else the latest one, with the lines of whoever has countersigned it.
create or replace function audit.checkpoint_of(p_size bigint)
returns table (key text, interval_ms int, first_tick text, size text, note text, countersignatures text[], keys text[]) language sql security definer as $$
  select g.key, g.interval_ms, g.first_tick::text, c.size::text, c.note,
    array(select k.line from audit.countersignature k where k.size = c.size order by k.agency),
    array(select k.key from audit.countersignature k where k.size = c.size order by k.agency)
  from audit.log g cross join lateral (
    select * from audit.checkpoint c where p_size is null or c.size = p_size order by c.size desc limit 1) c
$$;

create or replace function audit.countersign(p_caller jsonb, p_size bigint, p_note text, p_key text, p_line text) returns void language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller);
begin
  insert into audit.checkpoint (size, note) values (p_size, p_note) on conflict do nothing;
  insert into audit.countersignature (size, agency, key, line) values (p_size, c.agency, p_key, p_line) on conflict do nothing;
  perform audit.append(c, 'countersign', null, '{}', '{}');
end $$;
`;

const OWNERS: Readonly<Record<string, readonly string[]>> = {
  amanat_view: ['tile_lines', 'tiles', 'heads_of'], amanat_store: ['countersign'], amanat_keeper: ['log_tiles', 'heads_at', 'checkpoint_of'],
};

const OWNERSHIP = `
grant create on schema audit to amanat_keeper, amanat_view, amanat_store;
revoke all on all functions in schema audit from public;
grant execute on function audit.may(audit.caller, text, text), audit.tile_span(text, text, bigint), audit.canonical(audit.ledger), audit.texts(uuid[]) to amanat_view;
grant execute on function audit.tile_span(text, text, bigint), audit.has_next(text, text, bigint), audit.next_lines(text, text, bigint) to amanat_keeper;
${ownedAndCalled('audit', OWNERS)}
revoke create on schema audit from amanat_keeper, amanat_view, amanat_store;
`;

export const READ_FUNCTIONS = [MAY_READ_SQL, LINES, TILES, HEADS, NEXT_LINES, OWNERSHIP];
