import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is told of a record and holds nothing of it: recalls, reminders, what is overdue. Beside the entry that
 * gives it its place in a stream stands all that it says, which is codes, ids and dates.
 */
export class EntryBodies1764000000330 implements MigrationInterface {
  readonly name = 'EntryBodies1764000000330';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table delivery.entry_body (entry uuid primary key, agency text not null, data jsonb not null);
      alter table delivery.entry_body enable row level security;
      alter table delivery.entry_body force row level security;
      grant select on delivery.entry_body to amanat_view;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table delivery.entry_body');
  }
}
