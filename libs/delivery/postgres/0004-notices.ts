import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an agency is told beside records: ids and codes, kept in the transaction of what it is told of. */
export class Notices1764000000730 implements MigrationInterface {
  readonly name = 'Notices1764000000730';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table delivery.notice (
        agency text not null, seq bigint generated always as identity, id uuid not null, type text not null, subject uuid not null, data jsonb not null,
        at timestamptz not null default now(), sent_at timestamptz, primary key (agency, seq));
      create index on delivery.notice (seq) where sent_at is null;
      alter table delivery.notice enable row level security;
      alter table delivery.notice force row level security;
      create policy keeper on delivery.notice to amanat_keeper using (true) with check (true);
      grant select, insert, update on delivery.notice to amanat_keeper;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table delivery.notice');
  }
}
