import type { Client } from 'pg';
import { Relabel, type RelabelJob } from '#libs/relabel';
import type { House } from '../../../../apps/assembly/house.js';
import { progress } from '../../measure/say.js';

/** What one working out of the audiences took. */
export interface Took {
  readonly job: RelabelJob;
  readonly seconds: number;
  /** Until the first delivery was there to be sent; null where there was none. */
  readonly first: number | null;
  /** Write-ahead log, in bytes. */
  readonly wal: number;
}

/**
 * Makes of an agency of the world one that joined after everything was handed in: what the records gave it is
 * gone, and the last working out knew nothing of it. Afterwards the world is what it was.
 */
export async function forget(admin: Client, agency: string): Promise<void> {
  for (const table of ['records.record_audience', 'records.record_facet']) await admin.query(`delete from ${table} where audience = $1`, [agency]);
  await admin.query('delete from delivery.entry where agency = $1', [agency]);
  await admin.query(`
    update relabel.job j set basis = jsonb_set(jsonb_set(basis, '{agencies}', (select jsonb_agg(a) from jsonb_array_elements(basis -> 'agencies') a where a ->> 'code' <> $1)),
      '{streams}', (select jsonb_agg(s) from jsonb_array_elements(basis -> 'streams') s where s ->> 'agency' <> $1))
    where seq = (select max(seq) from relabel.job)`, [agency]);
  await admin.query('vacuum (analyze) records.record_audience, records.record_facet, delivery.entry');
}

/** Works the audiences out; `ordered` for every record and agency, else as far as something changed. */
export async function timed(house: House, admin: Client, what: string, ordered = false): Promise<Took> {
  const relabel = new Relabel(house.database, house.directory, house.keeping.source.ids, { settle: 0 });
  const before = await position(admin);
  const start = performance.now();
  const { told, firstAt } = watched(what, start);
  const job = (await relabel.run(told, undefined, ordered))!;
  return { job, seconds: (performance.now() - start) / 1000, first: firstAt(), wal: (await position(admin)) - before };
}

function watched(what: string, start: number) {
  let first: number | null = null;
  let bar: ((done: number) => void) | null = null;
  const told = (job: RelabelJob) => {
    if (first === null && Number(job.announced) > 0) first = (performance.now() - start) / 1000;
    bar ??= progress(what, Number(job.total));
    if (job.round === 1) bar(Number(job.walked));
  };
  return { told, firstAt: () => first };
}

async function position(admin: Client): Promise<number> {
  const { rows } = await admin.query<{ bytes: string }>(`select pg_current_wal_lsn() - '0/0' as bytes`);
  return Number(rows[0]!.bytes);
}
