import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far each stream's sent entries have been compared with the lines of the ledger. */
export class Checked1764000000310 implements MigrationInterface {
  readonly name = 'Checked1764000000310';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table delivery.position add column checked_xid xid8 not null default '0', add column checked_seq bigint not null default 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table delivery.position drop column checked_xid, drop column checked_seq');
  }
}
