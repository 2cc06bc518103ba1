import { createHash } from 'node:crypto';
import pg from 'pg';
import { NAME_KEYS } from '#libs/records';

const AT_ONCE = 1_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

interface Row {
  readonly record_id: string;
  readonly subject: string;
  readonly class: number;
  readonly wrapped: Buffer;
}

/** A wrapped key that lay beside what it opens. */
export interface KeyBeside {
  readonly id: string;
  readonly wrapped: Buffer;
}

/**
 * Moves keys that lie beside their ciphertexts from before there was a key store, as the owner of the database
 * and before anybody is answered. `keep` makes a lot durable there before it goes from here; a key's name follows
 * from its place, so that whatever stops this, it goes on and leaves no second copy. @returns how many were moved
 */
export async function takeOverKeys(ownerUrl: string, keep: (keys: readonly KeyBeside[]) => Promise<void>): Promise<number> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query(`select pg_advisory_lock(hashtext('amanat:migrate'))`);
    const { rows: [beside] } = await owner.query(`select where to_regclass('records.subject_key') is not null`);
    if (!beside) return 0;
    const moved = await moveAll(owner, keep);
    await owner.query(NAME_KEYS);
    return moved;
  } finally {
    await owner.end();
  }
}

async function moveAll(owner: pg.Client, keep: (keys: readonly KeyBeside[]) => Promise<void>): Promise<number> {
  await owner.query('set role amanat_keeper'); // row-level security holds for the owner too
  let last: Omit<Row, 'wrapped'> = { record_id: FIRST, subject: FIRST, class: -1 };
  for (let moved = 0; ; ) {
    const { rows } = await owner.query<Row>(
      `select record_id, subject, class, wrapped from records.subject_key where (record_id, subject, class) > ($1, $2, $3) and key_id is null
       order by record_id, subject, class limit ${AT_ONCE}`, [last.record_id, last.subject, last.class]);
    if (rows.length === 0) {
      await owner.query('reset role');
      return moved;
    }
    last = rows.at(-1)!;
    const keys = rows.map((row) => ({ id: nameOf(row.record_id, row.subject, row.class), wrapped: row.wrapped }));
    await keep(keys);
    await owner.query(`update records.subject_key k set key_id = n.key_id, wrapped = null
      from unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::uuid[]) as n (record_id, subject, class, key_id)
      where k.record_id = n.record_id and k.subject = n.subject and k.class = n.class`,
    [rows.map(({ record_id }) => record_id), rows.map(({ subject }) => subject), rows.map((row) => row.class), keys.map(({ id }) => id)]);
    moved += rows.length;
  }
}

/** UUID version 8 over a hash. */
function nameOf(record: string, subject: string, classBit: number): string {
  const hash = createHash('sha256').update(`amanat key ${record}/${subject}/${classBit}`).digest();
  hash[6] = 0x80 | (hash[6]! & 0x0f);
  hash[8] = 0x80 | (hash[8]! & 0x3f);
  const hex = hash.subarray(0, 16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
