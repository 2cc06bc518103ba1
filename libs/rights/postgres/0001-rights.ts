import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What data subjects ask of an agency, and what it decided about each of its records. Ids, codes and dates; whatever
 * names a person lies sealed under the request's own key: what was filed, the reasons, the answer, what was kept from it.
 */
export class Rights1764000000730 implements MigrationInterface {
  readonly name = 'Rights1764000000730';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema rights;
      grant usage on schema rights to amanat_view, amanat_store, amanat_keeper, amanat_hub, amanat_jobs;
      -- \`place\`: the last record that a search which is not through has looked at.
      create table rights.request (
        id uuid primary key, agency text not null, key text not null, content bytea not null,
        asked_for text not null check (asked_for in ('access', 'rectification', 'erasure')), ground text, received_at timestamptz not null, identity_check text not null,
        filed_at timestamptz not null, filed_by text not null, due_at timestamptz not null, extended_at timestamptz, extended_for text,
        key_id uuid not null, filed bytea, place uuid, collected_at timestamptz, answered_at timestamptz, answer bytea, withheld bytea,
        verified_at timestamptz, verified_outcome text, forgotten_at timestamptz, unique (agency, key));
      create index newest on rights.request (agency, filed_at desc, id desc);
      -- \`classes\`: opened to find the person; \`kept_back\`: of what the person may be told, the classes that are withheld.
      create table rights.item (
        request uuid not null references rights.request, record uuid not null, subject uuid not null, agency text not null, kind text not null, originator text not null,
        list text not null, ref text not null, matched_by text[] not null, classes int not null,
        decision text, ground text, silent boolean, kept_back int, reason bytea, decided_at timestamptz, decided_by text, carried_out_at timestamptz,
        primary key (request, record, subject));`);
    for (const table of ['request', 'item']) {
      await runner.query(`
        alter table rights.${table} enable row level security;
        alter table rights.${table} force row level security;
        create policy keeper on rights.${table} to amanat_keeper using (true) with check (true);
        create policy own on rights.${table} to amanat_store, amanat_view using (agency = (select coalesce(current_setting('amanat.agency', true), '')))
          with check (agency = (select coalesce(current_setting('amanat.agency', true), '')));
        grant select, insert, update on rights.${table} to amanat_store;
        grant select on rights.${table} to amanat_view;
        grant select, update, delete on rights.${table} to amanat_keeper;`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema rights cascade');
  }
}
