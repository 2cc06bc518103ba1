import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who was ever given something of a record, the acts that follow these copies, and what each holder made of it.
 * Agencies, ids, codes and dates; nothing of what a record says.
 */
export class Recalls1764000000600 implements MigrationInterface {
  readonly name = 'Recalls1764000000600';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema recalls;
      grant usage on schema recalls to amanat_keeper, amanat_view, amanat_store, amanat_hub;
      -- \`passed\`: lines of the period's tree that were looked at.
      create table recalls.place (agency text primary key, period text not null, passed bigint not null);
      -- \`classes\`: all that it was ever given of the record; \`last_at\`: to the hour; \`let_go_at\`: when it said that it holds nothing.
      create table recalls.copy (
        record_id uuid not null, agency text not null, classes int not null,
        first_at timestamptz not null, last_at timestamptz not null, let_go_at timestamptz, primary key (record_id, agency));
      -- \`changed\`: classes that were wrong; \`agencies\`: whom alone it concerns, null for every holder.
      create table recalls.recall (
        id uuid primary key, record_id uuid not null, kind text not null, originator text not null, act text not null, version int not null,
        changed int not null, ground text, tlp smallint not null, agencies text[], opened_at timestamptz not null default date_trunc('milliseconds', now()),
        gathered boolean not null default false, lifted_at timestamptz, lifting_told boolean not null default false);
      create index of_record on recalls.recall (record_id);
      create index newest on recalls.recall (originator, opened_at desc, id desc);
      create index to_gather on recalls.recall (opened_at) where not gathered;
      create index to_tell_lifting on recalls.recall (lifted_at) where lifted_at is not null and not lifting_told;
      -- With what a holder may know of the recall: of the recall itself it is shown nothing. \`changed\`: of what was wrong, the classes that it may see and was given.
      create table recalls.holder (
        recall uuid not null references recalls.recall, agency text not null, originator text not null,
        record_id uuid not null, kind text not null, act text not null, opened_at timestamptz not null, tlp smallint not null, changed int,
        since timestamptz not null default date_trunc('milliseconds', now()), remind_at timestamptz not null, deadline_at timestamptz not null,
        reminded_at timestamptz, alerted_at timestamptz, ended_at timestamptz,
        outcome text, legal_basis text, done_at timestamptz, confirmed_at timestamptz, confirmed_by text, primary key (recall, agency));
      create index newest_duty on recalls.holder (agency, since desc, recall desc);
      create index to_remind on recalls.holder (remind_at) where confirmed_at is null and ended_at is null and reminded_at is null;
      create index to_alert on recalls.holder (deadline_at) where confirmed_at is null and ended_at is null and alerted_at is null;`);
    for (const table of ['place', 'copy', 'recall', 'holder']) {
      await runner.query(`
        alter table recalls.${table} enable row level security;
        alter table recalls.${table} force row level security;
        create policy keeper on recalls.${table} to amanat_keeper using (true) with check (true);
        grant select, insert, update, delete on recalls.${table} to amanat_keeper;`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema recalls cascade');
  }
}
