import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far topics were compared with the ledger is kept by the broker, as the offsets of the reconciler's group (D-056). */
export class Unchecked1764000000320 implements MigrationInterface {
  readonly name = 'Unchecked1764000000320';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table delivery.position drop column checked_xid, drop column checked_seq');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table delivery.position add column checked_xid xid8 not null default '0', add column checked_seq bigint not null default 0`);
  }
}
