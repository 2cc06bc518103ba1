import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OPEN_CLASSES } from '#libs/contracts';

/** The label: what the rule table reads of a record. Every column NOT NULL, for SQL's three-valued logic lets NULL slip past a forbid. */
const LABEL = `
  originator text not null, regime text not null, tlp smallint not null, recipients text[] not null,
  transfers text[] not null, purposes int not null, categories int not null, handling text[] not null,
  restricted boolean not null, state text not null, erase_at timestamptz not null,
  referral_consent boolean not null, onward text not null`;

const SLICES = OPEN_CLASSES.map((entry) => `${entry.code.toLowerCase()} jsonb`).join(', ');

/**
 * One row a record: label, one JSON slice per open class, and which classes each version changed
 * (`changes`), from which every caller's own version number is counted. Superseded versions move to
 * `history`, for deliveries that still have to render them.
 */
export class Records1764000000200 implements MigrationInterface {
  readonly name = 'Records1764000000200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema records; grant usage on schema records to amanat_view, amanat_store, amanat_hub');
    await runner.query(this.#records());
    await runner.query(this.#index());
    await runner.query(this.#security());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema records cascade');
  }

  #records(): string {
    return `
      create table records.record (
        id uuid primary key, kind text not null, version int not null,
        changes int[] not null, changed_at timestamptz[] not null, slice_versions int[] not null,
        digests text[] not null, ${LABEL}, ${SLICES});
      create table records.history (
        id uuid not null, version int not null, slice_versions int[] not null, ${SLICES}, primary key (id, version));
      create table records.subject_key (
        record_id uuid not null, subject uuid not null, class smallint not null, wrapped bytea not null,
        primary key (record_id, subject, class));
      create table records.sealed_slice (
        record_id uuid not null, class smallint not null, version int not null, subject uuid not null,
        ciphertext bytea not null, primary key (record_id, class, version, subject));
      create table records.withdrawal (
        record_id uuid primary key, reason text not null, at timestamptz not null default now());
      create table records.submission (
        agency text not null, key text not null, content bytea not null,
        record_id uuid not null, kind text not null, version int not null, primary key (agency, key));`;
  }

  /**
   * What an agency is looked up by. Purposes and TLP stand before the record in the keys, and the scopes
   * name the pairs that occur: a page reads only rows that its caller may see, so that neither a purpose
   * without records nor a low clearance takes longer than any other. A facet is one row for all
   * purposes for which the agency sees its class.
   */
  #index(): string {
    const scope = 'audience text not null, kind text not null, purposes int not null, tlp smallint not null, primary key (audience, kind, purposes, tlp)';
    return `
      create table records.record_audience (
        audience text not null, kind text not null, purposes int not null, record_id uuid not null,
        classes int not null, tlp smallint not null, erase_at timestamptz not null,
        primary key (record_id, audience, purposes));
      create index record_audience_page on records.record_audience
        (audience, kind, purposes, tlp, record_id desc) include (classes, erase_at);
      create table records.audience_scope (${scope});
      create table records.record_facet (
        record_id uuid not null, purposes int not null, tlp smallint not null, class smallint not null,
        audience text not null, facet text not null, value text not null);
      create index record_facet_page on records.record_facet
        (audience, facet, value, purposes, tlp, record_id desc) include (class);
      create index record_facet_record on records.record_facet (record_id);
      create table records.facet_scope (${scope});`;
  }

  /** Deny by default: no table of this schema is granted to the hub's own role. */
  #security(): string {
    const tables = ['record', 'history', 'subject_key', 'sealed_slice', 'submission', 'withdrawal', 'record_audience', 'audience_scope', 'record_facet', 'facet_scope'];
    const force = tables.map((table) => `
      alter table records.${table} enable row level security;
      alter table records.${table} force row level security;
      create policy store on records.${table} to amanat_store using (true) with check (true);
      grant select, insert, update, delete on records.${table} to amanat_store;`);
    return force.join('\n');
  }
}
