import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';

/** Of a service that knows no audiences, classes or ledger: the document and its event. */
export const BARE_TABLES = `
  create schema bare;
  create table bare.record (id uuid primary key, agency text not null, document jsonb not null, at timestamptz not null default now());
  create table bare.outbox (seq bigint generated always as identity primary key, record_id uuid not null, event jsonb not null);`;
const RECORD = { name: 'bare.record', text: 'insert into bare.record (id, agency, document) values ($1, $2, $3)' };
const OUTBOX = { name: 'bare.outbox', text: 'insert into bare.outbox (record_id, event) values ($1, $2)' };
const BOTH = {
  name: 'bare.both',
  text: `with kept as (insert into bare.record (id, agency, document) values ($1, $2, $3)) insert into bare.outbox (record_id, event) values ($1, $4)`,
};

/** Record row and outbox row in one transaction. */
export async function bareTransaction(pool: Pool, agency: string, text: string): Promise<void> {
  const id = randomUUID();
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query({ ...RECORD, values: [id, agency, text] });
    await client.query({ ...OUTBOX, values: [id, text] });
    await client.query('commit');
  } finally {
    client.release();
  }
}

/** The same two rows by one statement, which is a transaction by itself. */
export async function bareStatement(pool: Pool, agency: string, text: string): Promise<void> {
  await pool.query({ ...BOTH, values: [randomUUID(), agency, text, text] });
}
