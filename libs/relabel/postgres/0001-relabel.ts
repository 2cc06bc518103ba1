import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Each time the audiences were worked out again: why, for whom, how far it is. `basis` is what they
 * were worked out under, `former` the basis before; a finished row is what the next one starts from.
 */
export class Relabel1764000000220 implements MigrationInterface {
  readonly name = 'Relabel1764000000220';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema relabel;
      grant usage on schema relabel to amanat_keeper, amanat_hub;
      create table relabel.job (
        id uuid primary key, seq bigint generated always as identity, reasons text[] not null,
        former jsonb, basis jsonb not null, agencies text[] not null, task_forces text[],
        total bigint not null, round smallint not null default 1, settled xid8,
        position uuid not null default '00000000-0000-0000-0000-000000000000',
        walked bigint not null default 0, changed bigint not null default 0, announced bigint not null default 0,
        started_at timestamptz not null default now(), finished_at timestamptz);
      create unique index one_at_a_time on relabel.job ((true)) where finished_at is null;
      alter table relabel.job enable row level security;
      alter table relabel.job force row level security;
      create policy keeper on relabel.job to amanat_keeper using (true) with check (true);
      grant select, insert, update on relabel.job to amanat_keeper;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema relabel cascade');
  }
}
