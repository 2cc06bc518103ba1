import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Subjects' keys lie in the key store; here stand their names. Keys that lie here from before are taken over at
 * the start (`takeOverKeys`), and their column goes with the last of them.
 */
export class KeysApart1764000000250 implements MigrationInterface {
  readonly name = 'KeysApart1764000000250';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table records.subject_key add column key_id uuid, alter column wrapped drop not null;
      do $$ declare f regprocedure; begin
        for f in select oid::regprocedure from pg_proc where pronamespace = 'records'::regnamespace and proname in ('submit', 'replace', 'lay_sealed') loop
          execute format('drop function %s', f);
        end loop;
      end $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table records.subject_key drop column key_id');
  }
}
