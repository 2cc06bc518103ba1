import type { Client } from 'pg';
import type { House } from '../../../apps/assembly/house.js';
import { progress, say } from '../measure/say.js';
import { Door, type CapturedSubmission } from './captured-submission.js';
import { copyInto } from './copy.js';
import { ROWS, SCOPES, type Row } from './rows.js';
import type { Size } from './size.js';

const BATCH = 2_000;

/** Fills the tables by COPY with what the door makes of `size.records` invented cases. Memory holds two batches, whatever the size. */
export async function load(house: House, admin: Client, size: Size): Promise<void> {
  const door = new Door(house, size);
  const scopes = new Map<string, { table: string; row: Row }>();
  const told = progress('building the world', size.records);
  let writing: Promise<void> = Promise.resolve();
  for (let start = 0; start < size.records; start += BATCH) {
    const batch: CapturedSubmission[] = [];
    for (let index = start; index < Math.min(start + BATCH, size.records); index++) batch.push(await door.capture(index));
    await writing;
    writing = write(admin, batch, scopes).then(() => told(start + batch.length));
  }
  await writing;
  for (const { table, row } of scopes.values()) await copyInto(admin, table, [row]);
}

async function write(admin: Client, batch: readonly CapturedSubmission[], scopes: Map<string, { table: string; row: Row }>): Promise<void> {
  for (const [table, rowsOf] of Object.entries(ROWS)) await copyInto(admin, table, batch.flatMap(rowsOf));
  for (const [table, rowsOf] of Object.entries(SCOPES)) {
    for (const row of batch.flatMap(rowsOf)) scopes.set(`${table}/${Object.values(row).join('/')}`, { table, row });
  }
}

/** Takes the indexes that only reading needs away for `work`, and builds them again from the whole: much faster than row by row. */
export async function withoutIndexes(admin: Client, work: () => Promise<void>): Promise<void> {
  const { rows } = await admin.query<{ name: string; definition: string }>(`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i join pg_class t on t.oid = i.indrelid join pg_namespace n on n.oid = t.relnamespace
    where n.nspname in ('records', 'delivery', 'audit') and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`);
  for (const { name } of rows) await admin.query(`drop index ${name}`);
  await work();
  for (const { name, definition } of rows) {
    say(`building the index ${name}`);
    await admin.query(definition);
  }
  say('gathering statistics');
  await admin.query('vacuum (analyze)');
}
