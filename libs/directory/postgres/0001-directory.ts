import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who takes part. Every change raises `revision` in its own transaction and notifies `directory`,
 * so that no process can see a change of the register without a change of its number.
 */
export class Directory1764000000050 implements MigrationInterface {
  readonly name = 'Directory1764000000050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema directory; grant usage on schema directory to amanat_hub, amanat_view, amanat_store');
    await runner.query(TABLES);
    await runner.query(REVISION);
    for (const table of ['agency', 'client', 'stream']) await runner.query(guarded(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema directory cascade');
  }
}

const CODE = `check (%s ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' and length(%s) <= 40)`;
const code = (column: string) => CODE.replaceAll('%s', column);

const TABLES = `
create table directory.agency (
  code text primary key ${code('code')},
  name text not null,
  name_ur text,
  type text not null check (type in ('investigation', 'border', 'labour', 'telecom', 'protection')),
  regime text not null check (regime in ('PK', 'EU-LED', 'EU-AGENCY', 'IO')),
  country text check (country ~ '^[A-Z]{2}$'),
  contact text);
create table directory.client (
  id text primary key ${code('id')},
  agency text references directory.agency,
  secret_hash text not null,
  roles text[] not null check (roles <@ array['officer', 'data-protection-officer', 'operator']),
  classes int not null,
  purposes int not null,
  clearance smallint not null check (clearance between 0 and 4),
  legal_bases text[] not null,
  check (agency is not null or roles = array['operator']));
create table directory.stream (
  agency text not null references directory.agency,
  name text not null ${code('name')} check (name not in ('recalls', 'rejections')),
  kinds text[] not null check (cardinality(kinds) > 0),
  purpose text not null,
  legal_basis text not null,
  classes int not null,
  expires_at timestamptz not null,
  primary key (agency, name));`;

const REVISION = `
create table directory.revision (one boolean primary key default true check (one), number bigint not null);
insert into directory.revision (number) values (1);
alter table directory.revision enable row level security;
alter table directory.revision force row level security;
create policy hub on directory.revision to amanat_hub using (true) with check (true);
grant select, update (number) on directory.revision to amanat_hub;
create function directory.changed() returns trigger language plpgsql as $$
begin
  update directory.revision set number = number + 1;
  perform pg_notify('directory', '');
  return null;
end $$;`;

const guarded = (table: string) => `
alter table directory.${table} enable row level security;
alter table directory.${table} force row level security;
create policy hub on directory.${table} to amanat_hub using (true) with check (true);
grant select, insert, update, delete on directory.${table} to amanat_hub;
create trigger changed after insert or update or delete on directory.${table}
  for each row execute function directory.changed();`;
