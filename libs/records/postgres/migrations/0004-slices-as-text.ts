import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OPEN_CLASSES } from '#libs/contracts';

/**
 * Slices are kept as they are handed over: nothing in PostgreSQL looks into them but the relabelling of facets,
 * and to write `jsonb` out as text takes a third of the time of a page (D-085).
 */
export class SlicesAsText1764000000240 implements MigrationInterface {
  readonly name = 'SlicesAsText1764000000240';

  async up(runner: QueryRunner): Promise<void> {
    await this.#keepAs('json', runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await this.#keepAs('jsonb', runner);
  }

  /** Views hold on to the columns, and what writes them has another signature: both are laid again after every migration. */
  async #keepAs(type: 'json' | 'jsonb', runner: QueryRunner): Promise<void> {
    await runner.query(`drop schema if exists disclosure cascade;
      do $$ declare f regprocedure; begin
        for f in select oid::regprocedure from pg_proc where pronamespace = 'records'::regnamespace and proname in ('submit', 'replace') loop
          execute format('drop function %s', f);
        end loop;
      end $$`);
    const columns = OPEN_CLASSES.map(({ code }) => `alter column ${code.toLowerCase()} type ${type} using ${code.toLowerCase()}::${type}`);
    for (const table of ['record', 'history']) await runner.query(`alter table records.${table} ${columns.join(', ')}`);
  }
}
