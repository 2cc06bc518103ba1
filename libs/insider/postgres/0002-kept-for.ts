import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Findings go when their time has come: by how old they are they are found, and the login of the watch reaches nothing else. */
export class KeptFor1764000000510 implements MigrationInterface {
  readonly name = 'KeptFor1764000000510';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index oldest on insider.finding (at); grant usage on schema insider to amanat_watch');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index insider.oldest; revoke usage on schema insider from amanat_watch');
  }
}
