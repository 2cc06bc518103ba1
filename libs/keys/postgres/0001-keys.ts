import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The key store: a database of its own, so that no dump of the records holds what opens them. `erasure` remembers
 * what was shredded, by ids: what a restored backup of the records brings back is erased again by it.
 */
export class Keys1764000000600 implements MigrationInterface {
  readonly name = 'Keys1764000000600';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema keys;
      grant usage on schema keys to amanat_hub, amanat_keeper;
      create table keys.key (id uuid primary key, under text not null, wrapped bytea not null);
      create table keys.erasure (
        record_id uuid not null, subject uuid not null, at timestamptz not null default now(), primary key (record_id, subject));
      create table keys.rotation (
        id uuid primary key, seq bigint generated always as identity, under text not null,
        position uuid not null default '00000000-0000-0000-0000-000000000000',
        walked bigint not null default 0, wrapped bigint not null default 0,
        started_at timestamptz not null default now(), finished_at timestamptz);
      create unique index one_at_a_time on keys.rotation ((true)) where finished_at is null;`);
    for (const table of ['key', 'erasure', 'rotation']) {
      await runner.query(`
        alter table keys.${table} enable row level security;
        alter table keys.${table} force row level security;
        create policy keeper on keys.${table} to amanat_keeper using (true) with check (true);
        grant select, insert, update, delete on keys.${table} to amanat_keeper;`);
    }
    // Whoever shreds also vacuums: until then a deleted row stands in the table's file.
    await runner.query('grant maintain on keys.key to amanat_hub');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema keys cascade');
  }
}
