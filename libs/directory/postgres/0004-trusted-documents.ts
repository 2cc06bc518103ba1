import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a client may ask beside registered documents, and these documents, each agency's its own. */
export class TrustedDocuments1764000000053 implements MigrationInterface {
  readonly name = 'TrustedDocuments1764000000053';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table directory.client add column rights text[] not null default '{}'
      check (rights <@ array['free-form-queries', 'introspection'])`);
    await runner.query(TABLE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table directory.trusted_document; alter table directory.client drop column rights');
  }
}

const TABLE = `
create table directory.trusted_document (
  agency text not null references directory.agency,
  id text not null,
  text text not null check (octet_length(text) <= 65536),
  purpose text,
  registered_at timestamptz not null default now(),
  primary key (agency, id),
  check (id = encode(sha256(convert_to(text, 'UTF8')), 'hex')));
alter table directory.trusted_document enable row level security;
alter table directory.trusted_document force row level security;
create policy hub on directory.trusted_document to amanat_hub using (true) with check (true);
grant select, insert, update, delete on directory.trusted_document to amanat_hub;
create trigger changed after insert or update or delete on directory.trusted_document
  for each row execute function directory.changed();`;
