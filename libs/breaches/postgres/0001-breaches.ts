import type { MigrationInterface, QueryRunner } from 'typeorm';

const AGENCY = `(select nullif(current_setting('amanat.breaches_of', true), ''))`;

const TABLES = `
  create schema breaches;
  grant usage on schema breaches to amanat_store, amanat_keeper, amanat_hub, amanat_jobs;
  -- \`account\`: what is known by now; \`phase\`: how often it was added to.
  create table breaches.breach (
    id uuid primary key, agency text not null, opened_at timestamptz not null default date_trunc('milliseconds', now()), aware_at timestamptz not null, due_at timestamptz not null,
    account jsonb not null, phase int not null default 1, notified_at timestamptz, communication jsonb, required jsonb, closed_at timestamptz, closing_reason text,
    check (closed_at is null or closed_at >= opened_at));
  create index newest on breaches.breach (agency, opened_at desc, id desc);
  -- Every act by the key under which it was asked for: the documentation of art. 30(5).
  create table breaches.act (
    breach uuid not null references breaches.breach, nth smallint not null, agency text not null, key text not null, content bytea not null,
    at timestamptz not null default date_trunc('milliseconds', now()), client text not null, officer text,
    act text not null check (act in ('opened', 'added-to', 'notified', 'decided', 'closed')), said jsonb not null, primary key (breach, nth), unique (agency, key));
  -- \`account\`, \`kinds\`: what was known, and how many records of each kind were affected, when it was notified.
  create table breaches.notification (
    breach uuid not null references breaches.breach, number smallint not null, agency text not null, channel text not null, authority text, sent_at timestamptz not null,
    recorded_at timestamptz not null default date_trunc('milliseconds', now()), client text not null, delay text, account jsonb not null, kinds jsonb not null, communication jsonb,
    primary key (breach, number));
  create index newest_notification on breaches.notification (recorded_at desc, breach desc, number desc) where channel = 'hub';
  create table breaches.affected (
    breach uuid not null references breaches.breach, record_id uuid not null, agency text not null, kind text not null, originator text not null, primary key (breach, record_id));
  create index of_record on breaches.affected (record_id);
  -- \`teller\`: whose breach it is, or the originator who passes on what it was told (\`via\`). \`said\`: what is told, as it stands.
  create table breaches.notice (
    id uuid primary key, breach uuid not null references breaches.breach, via uuid references breaches.notice, teller text not null, agency text not null,
    at timestamptz not null default date_trunc('milliseconds', now()), phase int not null, said jsonb not null,
    acknowledged_at timestamptz, acknowledged_by text, passed_on_at timestamptz);
  create index newest_notice on breaches.notice (agency, at desc, id desc);
  create index of_breach on breaches.notice (breach);
  create index passed_on on breaches.notice (via);
  create table breaches.noticed (
    breach uuid not null, teller text not null, agency text not null, record_id uuid not null, notice uuid not null references breaches.notice, tlp smallint not null, own boolean not null,
    primary key (breach, teller, agency, record_id));
  create index of_notice on breaches.noticed (notice);`;

/** A breach is its agency's, a notice that of whoever told and whoever was told; what was notified inside the hub is the authority's as well. */
const POLICIES = `
  create policy own on breaches.breach to amanat_store using (agency = ${AGENCY}) with check (agency = ${AGENCY});
  create policy own on breaches.act to amanat_store using (agency = ${AGENCY}) with check (agency = ${AGENCY});
  create policy own on breaches.notification to amanat_store using (agency = ${AGENCY}) with check (agency = ${AGENCY});
  create policy own on breaches.affected for select to amanat_store using (agency = ${AGENCY});
  create policy party on breaches.notice to amanat_store using (${AGENCY} in (agency, teller)) with check (${AGENCY} = agency);
  create policy party on breaches.noticed for select to amanat_store using (${AGENCY} in (agency, teller));
  create policy supervisor on breaches.notification for select to amanat_store using (channel = 'hub' and (select current_setting('amanat.supervising', true)) = 'true');
  grant insert on breaches.breach, breaches.act, breaches.notification to amanat_store;
  grant update (account, phase, notified_at, communication, required, closed_at, closing_reason) on breaches.breach to amanat_store;
  grant update (acknowledged_at, acknowledged_by, passed_on_at) on breaches.notice to amanat_store;`;

/**
 * Breaches of personal data (LED art. 30-31): what was known when, which records are affected, who was told. Ids,
 * codes, dates and the words of the register; nothing of what a record says.
 */
export class Breaches1764000000740 implements MigrationInterface {
  readonly name = 'Breaches1764000000740';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of ['breach', 'act', 'notification', 'affected', 'notice', 'noticed']) {
      await runner.query(`
        alter table breaches.${table} enable row level security;
        alter table breaches.${table} force row level security;
        create policy keeper on breaches.${table} to amanat_keeper using (true) with check (true);
        grant select, insert, update on breaches.${table} to amanat_keeper;
        grant select on breaches.${table} to amanat_store;`);
    }
    await runner.query(POLICIES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop trigger if exists breach_followed on recalls.copy; drop trigger if exists breach_held_again on recalls.copy; drop trigger if exists breach_due on approvals.deadline; drop schema breaches cascade');
  }
}
