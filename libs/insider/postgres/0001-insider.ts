import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Odd look-ups, what is remembered to find them, and how far each agency's ledger was looked at. Pseudonyms of
 * officers, references and ids of records; nothing of what a record says.
 */
export class Insider1764000000500 implements MigrationInterface {
  readonly name = 'Insider1764000000500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema insider;
      grant usage on schema insider to amanat_keeper, amanat_view, amanat_store, amanat_hub;
      -- \`watched\`: lines of the period's tree that were looked at.
      create table insider.place (agency text primary key, period text not null, watched bigint not null);
      create table insider.memory (
        agency text not null, about text not null check (about in ('officer', 'reference', 'record', 'peers')), key text not null,
        seen date not null, memory jsonb not null, primary key (agency, about, key));
      -- \`lines\`: period and index of each, as \`ledgerLines\` names them.
      create table insider.finding (
        agency text not null, id uuid not null, officer text not null, rule text not null, reason text not null, lines text[] not null,
        at timestamptz not null, closed_at timestamptz, closed_by text, outcome text, primary key (agency, id));
      create index newest on insider.finding (agency, at desc, id desc);
      create policy own on insider.finding for select to amanat_view, amanat_store using (agency = nullif(current_setting('amanat.findings_of', true), ''));
      create policy close on insider.finding for update to amanat_store using (agency = nullif(current_setting('amanat.findings_of', true), ''));
      grant select on insider.finding to amanat_view, amanat_store;
      grant update (closed_at, closed_by, outcome) on insider.finding to amanat_store;`);
    for (const table of ['place', 'memory', 'finding']) {
      await runner.query(`
        alter table insider.${table} enable row level security;
        alter table insider.${table} force row level security;
        create policy keeper on insider.${table} to amanat_keeper using (true) with check (true);
        grant select, insert, update, delete on insider.${table} to amanat_keeper;`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema insider cascade');
  }
}
