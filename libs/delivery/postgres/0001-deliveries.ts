import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The recipient ledger: outbox, replay log, disclosure account (LED art. 7(3), 14, 16) and recall list
 * in one table. A row holds no body: what it says is rendered when it is sent or read, under the rules of that moment.
 */
export class Deliveries1764000000300 implements MigrationInterface {
  readonly name = 'Deliveries1764000000300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema delivery;
      grant usage on schema delivery to amanat_view, amanat_store, amanat_hub;
      create table delivery.entry (
        agency text not null, stream text not null,
        xid xid8 not null default pg_current_xact_id(),
        seq bigint generated always as identity,
        id uuid not null,
        type text not null, kind text not null,
        record_id uuid not null, version int not null,
        about text,
        at timestamptz not null default now(),
        primary key (agency, stream, xid, seq)
      );
      create index on delivery.entry (record_id);
      create table delivery.position (
        agency text not null, stream text not null, xid xid8 not null, seq bigint not null, primary key (agency, stream)
      );
      create table delivery.rejection (
        agency text not null,
        seq bigint generated always as identity,
        id uuid not null, at timestamptz not null default now(),
        event_id text not null, issues jsonb not null,
        sent_at timestamptz,
        primary key (agency, seq), unique (agency, event_id)
      );
      create index on delivery.rejection (seq) where sent_at is null;
    `);
    for (const table of ['entry', 'position', 'rejection']) {
      await runner.query(`
        alter table delivery.${table} enable row level security;
        alter table delivery.${table} force row level security;
        create policy store on delivery.${table} to amanat_store using (true) with check (true);
        grant select, insert, update, delete on delivery.${table} to amanat_store;
        create policy view on delivery.${table} for select to amanat_view using (agency = current_setting('amanat.ledger_of', true));
        grant select on delivery.${table} to amanat_view;`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema delivery cascade');
  }
}
