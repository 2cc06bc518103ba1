import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Legal holds: who stopped the erasure of which record, on which ground, until when; one that was lifted stays as
 * proof. And what was erased: of whom, why, and which keys are to be shredded for it; the record keeps its row, without content.
 */
export class Retention1764000000520 implements MigrationInterface {
  readonly name = 'Retention1764000000520';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema retention;
      grant usage on schema retention to amanat_view, amanat_store, amanat_keeper, amanat_hub;
      create table retention.hold (
        id uuid primary key default gen_random_uuid(), agency text not null, record_id uuid not null, kind text not null, ground text not null, until timestamptz not null,
        placed_at timestamptz not null default now(), placed_by text not null, lifted_at timestamptz, lifted_by text);
      create index on retention.hold (record_id) where lifted_at is null;
      create index on retention.hold (agency, placed_at desc, id desc);
      alter table retention.hold enable row level security;
      alter table retention.hold force row level security;
      create table retention.erasure (
        agency text not null, record_id uuid not null, subject uuid not null, kind text not null, reason text not null, legal_basis text not null,
        keys uuid[] not null, at timestamptz not null default now(), shredded_at timestamptz, primary key (agency, record_id, subject));
      create index erasure_unshredded on retention.erasure (at) where shredded_at is null;
      create index erasure_record on retention.erasure (record_id, subject);
      alter table retention.erasure enable row level security;
      alter table retention.erasure force row level security`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema retention cascade');
  }
}
