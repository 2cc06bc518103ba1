import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who has taken note of an alert: told to its originator alone. */
export class Alerts1764000000400 implements MigrationInterface {
  readonly name = 'Alerts1764000000400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema alerts;
      grant usage on schema alerts to amanat_store, amanat_hub;
      create table alerts.acknowledgement (
        alert uuid not null, agency text not null, at timestamptz not null default now(), primary key (alert, agency)
      );
      alter table alerts.acknowledgement enable row level security;
      alter table alerts.acknowledgement force row level security;
      create policy store on alerts.acknowledgement to amanat_store using (true) with check (true);
      grant select, insert on alerts.acknowledgement to amanat_store;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema alerts cascade');
  }
}
