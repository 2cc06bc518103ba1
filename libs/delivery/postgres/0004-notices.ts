import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is told of a record and holds nothing of it: recalls, reminders, what is overdue. Beside the entry that
 * gives it its place in a stream stands all that it says, which is codes, ids and dates.
 */
export class Notices1764000000330 implements MigrationInterface {
  readonly name = 'Notices1764000000330';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table delivery.notice (entry uuid primary key, agency text not null, data jsonb not null);
      alter table delivery.notice enable row level security;
      alter table delivery.notice force row level security;
      grant select on delivery.notice to amanat_view;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table delivery.notice');
  }
}
