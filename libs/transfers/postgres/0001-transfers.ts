import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The register of transfers: it stays when the record is erased, for whoever must show later what went where and why. No personal data: ids, codes and classes. */
export class Transfers1764000000720 implements MigrationInterface {
  readonly name = 'Transfers1764000000720';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema transfers;
      grant usage on schema transfers to amanat_store, amanat_keeper, amanat_hub;
      create table transfers.transfer (
        seq bigint generated always as identity, originator text not null, record uuid not null, recipient text not null, basis text not null,
        authorisation text not null, authorised_at timestamptz not null, authorised_by text, justification text, classes int not null,
        recorded_at timestamptz not null default now(), primary key (record, recipient, basis, authorisation));
      create index newest on transfers.transfer (originator, seq desc);
      alter table transfers.transfer enable row level security;
      alter table transfers.transfer force row level security;
      create policy keeper on transfers.transfer to amanat_keeper using (true) with check (true);
      create policy own on transfers.transfer for select to amanat_store using (originator = (select current_setting('amanat.agency', true)));
      grant select, insert on transfers.transfer to amanat_keeper;
      grant select on transfers.transfer to amanat_store;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop trigger if exists documented on records.record; drop schema transfers cascade');
  }
}
