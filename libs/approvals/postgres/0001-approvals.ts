import type { MigrationInterface, QueryRunner } from 'typeorm';

const AGENCY = `(select current_setting('amanat.agency', true))`;

/**
 * Requests that others must agree to, their steps, and what is due at a time. Ids, codes and pseudonyms; of the
 * procedure what held when it was asked. A request is its two parties' to see, a deadline its agency's.
 */
export class Approvals1764000000710 implements MigrationInterface {
  readonly name = 'Approvals1764000000710';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema approvals;
      grant usage on schema approvals to amanat_store, amanat_keeper, amanat_hub, amanat_jobs;
      create table approvals.request (
        id uuid primary key, procedure text not null, asked_by text not null, asked_officer text not null, key text not null, content bytea not null,
        answered_by text not null, record uuid not null, terms jsonb not null, answers text not null, needed smallint not null, delegation boolean not null,
        asked_at timestamptz not null, remind_at timestamptz[] not null, reminded smallint not null default 0,
        escalate_at timestamptz, escalate_to text, escalated boolean not null default false, expires_at timestamptz not null,
        state text not null default 'open' check (state in ('open', 'agreed', 'refused', 'expired', 'withdrawn')), closed_at timestamptz,
        unique (asked_by, key));
      create index asked on approvals.request (asked_by, asked_at desc, id desc);
      create index answered on approvals.request (answered_by, asked_at desc, id desc);
      create table approvals.step (
        request uuid not null, nth smallint not null, at timestamptz not null, agency text, officer text, reason text, delegate text,
        step text not null check (step in ('asked', 'agreed', 'refused', 'delegated', 'withdrawn', 'reminded', 'escalated', 'expired')), primary key (request, nth));
      create table approvals.deadline (
        id uuid primary key, agency text not null, matter text not null, subject uuid not null, begun_at timestamptz not null, due_at timestamptz not null,
        remind_at timestamptz not null, reminded_at timestamptz, overdue_at timestamptz, done_at timestamptz, unique (agency, matter, subject),
        check (begun_at <= remind_at and remind_at < due_at));`);
    for (const table of ['request', 'step', 'deadline']) {
      await runner.query(`
        alter table approvals.${table} enable row level security;
        alter table approvals.${table} force row level security;
        create policy keeper on approvals.${table} to amanat_keeper using (true) with check (true);
        grant select, insert, update on approvals.${table} to amanat_keeper, amanat_store;`);
    }
    await runner.query(`
      create policy party on approvals.request to amanat_store using (${AGENCY} in (asked_by, answered_by)) with check (${AGENCY} in (asked_by, answered_by));
      create policy party on approvals.step to amanat_store using (exists (select from approvals.request r where r.id = request))
        with check (agency = ${AGENCY} and exists (select from approvals.request r where r.id = request));
      create policy own on approvals.deadline to amanat_store using (agency = ${AGENCY}) with check (agency = ${AGENCY});
      revoke update on approvals.step from amanat_keeper, amanat_store;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema approvals cascade');
  }
}
