import { drawn, uuidV7 } from '#libs/kernel';
import type { Database, Statement } from '#libs/postgres';
import type { KeyStore } from '../model/key-store.js';
import type { Shredding, SubjectKey, WrappedKey } from '../model/subject-key.js';
import type { Wrapping } from '../model/wrapping.js';
import { SHREDDED, WHOLE } from './functions.js';

const KEEP: Statement = { name: 'keys.keep', text: 'select keys.keep($1, $2, $3)' };
const OPEN: Statement = { name: 'keys.open', text: 'select * from keys.open($1)' };

/** A record, or a person in it, as the key store remembers that it was erased. */
export interface ShreddedName {
  readonly record_id: string;
  /** Zeros for the whole record. */
  readonly subject: string;
}

/** The key store in a PostgreSQL database of its own. */
export class PostgresKeyStore implements KeyStore {
  constructor(
    private readonly database: Database,
    private readonly wrapping: Wrapping,
  ) {}

  async make(count: number): Promise<SubjectKey[]> {
    const now = Date.now();
    const keys = Array.from({ length: count }, () => ({ id: uuidV7(now), plain: drawn(32) }));
    const wrapped = await this.wrapping.wrap(keys.map(({ plain }) => plain));
    await this.database.run(KEEP, [keys.map(({ id }) => id), this.wrapping.under, wrapped]);
    return keys;
  }

  /** Keys that lay elsewhere, as they are wrapped there. */
  async adopt(under: string, keys: readonly Pick<WrappedKey, 'id' | 'wrapped'>[]): Promise<void> {
    await this.database.run(KEEP, [keys.map(({ id }) => id), under, keys.map(({ wrapped }) => wrapped)]);
  }

  async open(ids: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    const found = await this.database.run<WrappedKey>(OPEN, [ids]);
    const plain = await this.wrapping.unwrap(found);
    return new Map(found.map(({ id }, place) => [id, plain[place]!]));
  }

  async shred(shredded: readonly Shredding[]): Promise<void> {
    const subjects = shredded.map(({ subject }) => subject ?? WHOLE);
    await this.database.query('select keys.shred($1, $2, $3)', [shredded.map(({ record }) => record), subjects, shredded.flatMap(({ keys }) => keys)]);
    await this.database.query('vacuum (index_cleanup on, truncate off) keys.key');
  }

  /** What was shredded, in the order of the ids, behind this one: to compare with the records. */
  erasuresAfter({ record_id: record, subject }: ShreddedName, limit: number): Promise<ShreddedName[]> {
    return this.database.query<ShreddedName>('select * from keys.erasures($1, $2, $3)', [record, subject, limit]);
  }

  /** Of these, those that the key store knows nothing of: it was restored from before them. */
  unknownErasures(erased: readonly ShreddedName[]): Promise<ShreddedName[]> {
    const values = [erased.map(({ record_id: record }) => record), erased.map(({ subject }) => subject)];
    return this.database.query<ShreddedName>('select * from keys.unknown_erasures($1, $2)', values);
  }

  async onShredded(forget: (ids: readonly string[] | null) => void): Promise<() => Promise<void>> {
    const line = await this.database.session();
    line.on('notification', ({ payload }) => forget(payload ? payload.split(',') : null));
    line.on('error', () => forget(null));
    line.on('end', () => forget(null));
    await line.query(`listen ${SHREDDED}`);
    return () => line.end().catch(() => undefined);
  }
}
