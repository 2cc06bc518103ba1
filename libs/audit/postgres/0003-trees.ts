import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One tree per agency and period over the ledger's lines, and the log of seals over all trees
 * (RFC 6962, C2SP tlog-tiles). Lines are found by (era, xid, seq), the order in which they are
 * sealed; `era` grows when a restored database begins to count its transactions anew.
 */
export class Trees1764000000120 implements MigrationInterface {
  readonly name = 'Trees1764000000120';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter type audit.caller add attribute entries uuid[];
      alter table audit.ledger add column era smallint not null default 1, add column entries uuid[];
      alter table audit.ledger drop constraint ledger_pkey, add primary key (agency, era, xid, seq);
      grant usage on schema audit to amanat_keeper;
      create policy seal on audit.ledger for select to amanat_keeper using (true);
      grant select on audit.ledger to amanat_keeper;
      create policy retention on audit.ledger to current_user
        using (agency = current_setting('amanat.dropping', true)) with check (agency = current_setting('amanat.dropping', true));`);
    await runner.query(TABLES);
    for (const table of ['place', 'tree', 'tile', 'head', 'log', 'seal', 'checkpoint', 'countersignature', 'standing']) {
      await runner.query(`
        alter table audit.${table} enable row level security;
        alter table audit.${table} force row level security;
        create policy keeper on audit.${table} to amanat_keeper using (true) with check (true);
        grant select, insert, update, delete on audit.${table} to amanat_keeper;`);
    }
    for (const table of ['tree', 'tile', 'head']) await runner.query(READ(table));
    await runner.query(`
      create policy owner on audit.tree to current_user using (current_setting('amanat.dropping', true) <> '') with check (true);
      create policy owner on audit.tile to current_user using (agency = current_setting('amanat.dropping', true));
      create policy witness on audit.checkpoint for insert to amanat_store with check (true);
      create policy witness on audit.countersignature for insert to amanat_store with check (agency = current_setting('amanat.agency', true));
      grant insert on audit.checkpoint, audit.countersignature to amanat_store;
      create policy first on audit.standing for insert to current_user with check (true);`);
    await runner.query('insert into audit.standing default values');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table audit.place, audit.tree, audit.tile, audit.head, audit.log, audit.seal, audit.checkpoint, audit.countersignature, audit.standing cascade;
      drop policy seal on audit.ledger; drop policy retention on audit.ledger;
      alter table audit.ledger drop constraint ledger_pkey, drop column era, drop column entries, add primary key (agency, seq);
      alter type audit.caller drop attribute entries;`);
  }
}

/** Seen by a caller in the ledger that its rule has opened, and in no other. */
const READ = (table: string) => `
  create policy own on audit.${table} for select to amanat_view using (agency = nullif(current_setting('amanat.ledger_of', true), ''));
  grant select on audit.${table} to amanat_view;`;

const TABLES = `
-- An agency's slot in every seal, chosen by chance, and how far its lines are in a tree.
create table audit.place (
  agency text primary key,
  slot smallint not null unique check (slot between 0 and 255),
  era smallint not null default 0, xid xid8 not null default '0', seq bigint not null default 0);
-- An agency's tree of one period. \`edge\`: by level from 0, the hashes after the last full tile, which ends with the line \`full_\`.
create table audit.tree (
  agency text not null references audit.place, period text not null,
  size bigint not null, root bytea not null, edge bytea[] not null, before bytea,
  full_era smallint not null, full_xid xid8 not null, full_seq bigint not null,
  last_era smallint not null, last_xid xid8 not null, last_seq bigint not null,
  dropped_at timestamptz, cleared boolean not null default false,
  primary key (agency, period));
-- Full tiles of 256 hashes; the log of seals is the tree of agency '' and period ''. \`after_\`: of level 0, the line before its first.
create table audit.tile (
  agency text not null, period text not null, level smallint not null, index bigint not null,
  hashes bytea not null, after_era smallint, after_xid xid8, after_seq bigint,
  primary key (agency, period, level, index));
alter table audit.tile alter column hashes set storage external;
alter table audit.tree alter column edge set storage external;
-- How a tree stood at a seal; a row only where it had grown since the one before.
create table audit.head (
  agency text not null, seal bigint not null, period text not null, size bigint not null, root bytea not null, before bytea,
  primary key (agency, seal));
create table audit.log (
  one boolean primary key default true check (one),
  key text not null, interval_ms int not null, first_tick bigint not null,
  size bigint not null default 0, edge bytea[] not null default '{}');
-- \`edge\` of the log: by level from 1. Leaves of the log that are not in a full tile yet.
create table audit.seal (index bigint primary key, leaf bytea not null);
create table audit.checkpoint (size bigint primary key, note text not null, at timestamptz not null default now());
create table audit.countersignature (
  size bigint not null, agency text not null, key text not null, line text not null, at timestamptz not null default now(),
  primary key (size, agency));
-- Up to when all lines are sealed. With a bound, no line is taken once that is longer ago; \`bound\` is set by the first sealer.
create table audit.standing (
  one boolean primary key default true check (one), sealed_at timestamptz, bound interval, era smallint not null default 1);`;
