import { refusing } from '#libs/audit';
import type { Database } from '#libs/postgres';
import type { Basis, Extent, Reason, Standing, StreamTerms } from '../model/basis.js';

/** One time the audiences are worked out again, and how far it is. */
export interface RelabelJob {
  readonly id: string;
  readonly reasons: readonly Reason[];
  readonly former: Basis | null;
  readonly basis: Basis;
  readonly agencies: readonly string[];
  readonly task_forces: readonly string[] | null;
  /** Records there were at its start. */
  readonly total: number;
  /** Records looked at so far. The second round looks only at those written since the job began. */
  readonly walked: number;
  readonly round: 1 | 2;
  /** Records of which somebody's view changed. */
  readonly changed: number;
  /** Deliveries appended. */
  readonly announced: number;
  readonly started_at: string;
  readonly finished_at: string | null;
}

/** A stream as it is now, and the terms of which its recipient was told before. */
export interface StreamChange extends StreamTerms {
  readonly was: StreamTerms | null;
  readonly changed: boolean;
}

/** The last job, finished or under way; null where there has been none. */
export async function latest(database: Database): Promise<RelabelJob | null> {
  const [row] = await database.query<{ job: RelabelJob | null }>('select relabel.latest() as job');
  return row?.job ?? null;
}

/** Begins a job, in the place of one in its second round; not while one is in its first. @throws Refusal UNAVAILABLE while the database has other rules than this process */
export async function open(database: Database, caller: string, id: string, basis: Basis, { reasons, agencies, taskForces }: Extent): Promise<void> {
  await refusing(() => database.query('select relabel.open($1, $2, $3, $4, $5, $6)', [caller, id, reasons, JSON.stringify(basis), agencies, taskForces]));
}

/** The next batch, whole or not at all; the job as it stands after. */
export async function batch(
  database: Database, caller: string, id: string,
  now: { agencies: readonly Standing[]; streams: readonly StreamChange[]; limit: number; settled: boolean },
): Promise<RelabelJob> {
  const values = [caller, id, JSON.stringify(now.agencies), JSON.stringify(now.streams), now.limit, now.settled];
  const [row] = await refusing(() => database.query<{ job: RelabelJob }>('select relabel.batch($1, $2, $3, $4, $5, $6) as job', values));
  return row!.job;
}
