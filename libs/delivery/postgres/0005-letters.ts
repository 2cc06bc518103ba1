import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an agency is told beside records, on its topic of approvals: ids and codes, kept in the transaction of what it is told of. */
export class Letters1764000000730 implements MigrationInterface {
  readonly name = 'Letters1764000000730';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table delivery.letter (
        agency text not null, seq bigint generated always as identity, id uuid not null, type text not null, subject uuid not null, data jsonb not null,
        at timestamptz not null default now(), sent_at timestamptz, primary key (agency, seq));
      create index on delivery.letter (seq) where sent_at is null;
      alter table delivery.letter enable row level security;
      alter table delivery.letter force row level security;
      create policy keeper on delivery.letter to amanat_keeper using (true) with check (true);
      grant select, insert, update on delivery.letter to amanat_keeper;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table delivery.letter');
  }
}
