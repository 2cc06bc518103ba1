import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The ledger: rows are only ever added, by functions; no role of the hub can read, change or remove one directly. */
export class Ledger1764000000100 implements MigrationInterface {
  readonly name = 'Ledger1764000000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema audit;
      grant usage on schema audit to amanat_view, amanat_store, amanat_hub;
      create type audit.caller as (
        agency text, client text, officer text, roles text[], audiences text[], classes int, clearance int,
        purpose text, purpose_bits int, legal_basis text, case_reference text, operation_id uuid, policy text
      );
      create table audit.ledger (
        seq bigint generated always as identity,
        xid xid8 not null default pg_current_xact_id(),
        at timestamptz not null default clock_timestamp(),
        agency text not null,
        client text not null,
        officer text,
        action text not null,
        kind text,
        records uuid[] not null,
        masks int[] not null,
        purpose text not null,
        legal_basis text not null,
        case_reference text,
        operation_id uuid not null,
        policy text not null,
        primary key (agency, seq)
      );
      create index on audit.ledger (operation_id);
      alter table audit.ledger enable row level security;
      alter table audit.ledger force row level security;
      create policy append on audit.ledger for insert to amanat_view, amanat_store with check (true);
      create policy own on audit.ledger for select to amanat_view
        using (agency = current_setting('amanat.ledger_of', true));
      grant insert on audit.ledger to amanat_view, amanat_store;
      grant select on audit.ledger to amanat_view;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema audit cascade');
  }
}
