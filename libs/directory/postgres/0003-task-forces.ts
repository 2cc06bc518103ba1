import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Standing groups of agencies that a record may be addressed to. A task force's code begins with `tf-`
 * and no agency's does, so that among recipients and audiences the one is never taken for the other.
 */
export class TaskForces1764000000052 implements MigrationInterface {
  readonly name = 'TaskForces1764000000052';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table directory.agency add constraint agency_is_no_task_force check (code not like 'tf-%');
      create table directory.task_force (
        code text primary key check (code ~ '^tf(-[a-z0-9]+)+$' and length(code) <= 40),
        title text not null,
        expires_at timestamptz not null);
      create table directory.membership (
        task_force text not null references directory.task_force,
        agency text not null references directory.agency,
        since timestamptz not null,
        until timestamptz check (until >= since),
        primary key (task_force, agency));`);
    for (const table of ['task_force', 'membership']) await runner.query(guarded(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table directory.membership, directory.task_force; alter table directory.agency drop constraint agency_is_no_task_force');
  }
}

const guarded = (table: string) => `
alter table directory.${table} enable row level security;
alter table directory.${table} force row level security;
create policy hub on directory.${table} to amanat_hub using (true) with check (true);
grant select, insert, update, delete on directory.${table} to amanat_hub;
create trigger changed after insert or update or delete on directory.${table}
  for each row execute function directory.changed();`;
