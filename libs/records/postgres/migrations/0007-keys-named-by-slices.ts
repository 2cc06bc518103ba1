import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Each sealed slice is given the name of its key, and the table that named them goes, with views of before that read it. */
export const NAME_KEYS = `
  alter table records.sealed_slice no force row level security;
  alter table records.subject_key no force row level security;
  update records.sealed_slice s set key_id = k.key_id from records.subject_key k where k.record_id = s.record_id and k.subject = s.subject and k.class = s.class;
  alter table records.sealed_slice alter column key_id set not null;
  alter table records.sealed_slice force row level security;
  drop table records.subject_key cascade`;

/**
 * A key's name stands beside the ciphertext that it opens: what is read together lies together (D-124). Where keys
 * themselves lie here, from before there was a key store, they are taken over first (`takeOverKeys`).
 */
export class KeysNamedBySlices1764000000270 implements MigrationInterface {
  readonly name = 'KeysNamedBySlices1764000000270';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table records.sealed_slice add column key_id uuid; alter table records.subject_key no force row level security');
    const [{ beside }] = (await runner.query('select exists (select from records.subject_key where key_id is null) as beside')) as [{ beside: boolean }];
    await runner.query(beside ? 'alter table records.subject_key force row level security' : NAME_KEYS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table records.sealed_slice drop column key_id');
  }
}
