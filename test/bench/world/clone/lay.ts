import type { Client } from 'pg';
import type { CapturedSubmission } from '../captured-submission.js';
import { copyInto } from '../copy.js';
import { ROWS, type Row } from '../rows.js';
import { WORLD_TIME } from '../world-source.js';

/** Of each table that PostgreSQL lays: the column that names the original record, and what a clone has for its own (`b` the original's row, `m` the clone's). */
const OWN: Readonly<Record<string, { readonly record: string; readonly columns: Readonly<Record<string, string>> }>> = {
  'records.record': {
    record: 'id', columns: { id: 'm.id', digests: 'm.digests', reference: `jsonb_set(b.reference::jsonb, '{envelope,reference}', to_jsonb('B-' || m.number))::json` },
  },
  'records.submission': { record: 'record_id', columns: { record_id: 'm.id', key: `'world-' || m.number`, content: 'm.content' } },
  'records.record_audience': { record: 'record_id', columns: { record_id: 'm.id' } },
  'records.record_facet': {
    record: 'record_id', columns: { record_id: 'm.id', value: `case when b.facet = 'case.reference' then 'B-' || m.number else b.value end` },
  },
  'delivery.entry': { record: 'record_id', columns: { record_id: 'm.id', id: 'pg_temp.world_id(m.number, b.place)' } },
  'audit.ledger': { record: 'records[1]', columns: { records: 'array[m.id]' } },
};

/** As `worldId` of `world-source.ts`. */
const WORLD_ID = `
  create function pg_temp.world_id(p_index bigint, p_count bigint) returns uuid language sql immutable as $$
    select (lpad(to_hex(${WORLD_TIME.getTime()} + p_index), 12, '0') || '7' || substr(h, 14, 3)
      || translate(substr(h, 17, 1), '0123456789abcdef', '89ab89ab89ab89ab') || substr(h, 18))::uuid
    from md5(p_index || '/' || p_count) h
  $$`;

const nameOf = (table: string) => `original_${table.replace('.', '_')}`;
const columnsOf = new Map<string, readonly string[]>();

/** Sets the originals' rows aside, once: the tables themselves grow with every batch. `like` shows which columns a world fills. */
export async function rememberOriginals(admin: Client, like: CapturedSubmission): Promise<void> {
  await admin.query(`${WORLD_ID}; set work_mem = '128MB'; create temp table moved (original uuid, id uuid, number bigint, digests text[], content bytea)`);
  for (const [table, { record }] of Object.entries(OWN)) {
    columnsOf.set(table, Object.keys(ROWS[table]!(like)[0]!));
    const place = table === 'delivery.entry' ? 'row_number() over (partition by record_id order by xid, seq)' : '0';
    await admin.query(`create temp table ${nameOf(table)} as select *, ${record} as original, ${place} as place from ${table};
      create index on ${nameOf(table)} (original); analyze ${nameOf(table)}`);
  }
}

/** Lays the rows of these clones: `original`, `id`, `number`, `digests`, `content`. */
export async function layClones(admin: Client, clones: readonly Row[]): Promise<void> {
  await admin.query('truncate moved');
  await copyInto(admin, 'moved', clones);
  await admin.query('analyze moved');
  for (const [table, { columns: own }] of Object.entries(OWN)) {
    const columns = columnsOf.get(table)!;
    const values = columns.map((column) => own[column] ?? `b."${column}"`);
    await admin.query(`insert into ${table} (${columns.map((column) => `"${column}"`).join(', ')})
      select ${values.join(', ')} from moved m join ${nameOf(table)} b using (original) order by m.number, b.place`);
  }
}
