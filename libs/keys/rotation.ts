import type { Ids } from '#libs/kernel';
import type { Database } from '#libs/postgres';
import type { WrappedKey } from './model/subject-key.js';
import type { Wrapping } from './model/wrapping.js';

/** One time that the keys of the key store are wrapped anew, and how far it is. */
export interface RotationJob {
  readonly id: string;
  /** The master key that they go under. */
  readonly under: string;
  /** Keys looked at so far. */
  readonly walked: number;
  /** Of these, those that lay under another master key. */
  readonly wrapped: number;
  readonly startedAt: string;
  readonly finishedAt: string | null;
}

interface Row {
  readonly id: string;
  readonly under: string;
  readonly walked: string;
  readonly wrapped: string;
  readonly started_at: Date;
  readonly finished_at: Date | null;
}

/** Keys of one transaction. Nobody who reads or writes waits for it. */
const LOT = 1_000;

/**
 * Wraps every key of the key store under the present master key, while the hub goes on: keys under the former one are
 * believed meanwhile, and what was shredded in between stays gone. It keeps its place; whoever comes second goes on where it is.
 */
export class Rotation {
  constructor(
    private readonly database: Database,
    private readonly wrapping: Wrapping,
    private readonly ids: Ids,
  ) {}

  /** The last one, finished or under way; null where there was none. */
  async latest(): Promise<RotationJob | null> {
    const [row] = await this.database.query<Row>('select * from keys.last_rotation()');
    return row ? jobOf(row) : null;
  }

  /** Whether keys lie under another master key than the present one. */
  async due(): Promise<boolean> {
    const [row] = await this.database.query<{ due: boolean }>('select keys.under_others($1) as due', [this.wrapping.under]);
    return row!.due;
  }

  /** Goes on with the one under way, or begins one. @throws Refusal MASTER_KEY_UNKNOWN where a key lies under none that was given */
  async run(told: (job: RotationJob) => void = () => undefined, signal?: AbortSignal): Promise<RotationJob> {
    const [begun] = await this.database.query<Row>('select * from keys.begin_rotation($1, $2)', [this.ids.next(), this.wrapping.under]);
    let job = jobOf(begun!);
    while (job.finishedAt === null && !signal?.aborted) told(job = await this.#step(job));
    return job;
  }

  async #step({ id }: RotationJob): Promise<RotationJob> {
    const keys = await this.database.query<WrappedKey & { due: boolean }>('select * from keys.unrotated($1, $2)', [id, LOT]);
    const due = keys.filter((key) => key.due);
    const anew = await this.wrapping.wrap(await this.wrapping.unwrap(due));
    const values = [id, keys.at(-1)?.id ?? null, keys.length, due.map((key) => key.id), due.map(({ wrapped }) => wrapped), anew];
    const [row] = await this.database.query<Row>('select * from keys.rotate($1, $2, $3, $4, $5, $6)', values);
    return jobOf(row!);
  }
}

function jobOf({ id, under, walked, wrapped, started_at: startedAt, finished_at: finishedAt }: Row): RotationJob {
  return { id, under, walked: Number(walked), wrapped: Number(wrapped), startedAt: startedAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null };
}
