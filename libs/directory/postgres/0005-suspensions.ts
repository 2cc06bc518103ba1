import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An agency may be suspended; and none may take a name that means something to the broker or the hub:
 * a broker user of that name would be its super-user, a caller of that name its operator.
 */
export class DirectorySuspensions1764000000054 implements MigrationInterface {
  readonly name = 'DirectorySuspensions1764000000054';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table directory.agency add column suspended boolean not null default false;
      alter table directory.agency add constraint reserved check (code not in ('hub', 'node', 'operator', 'anonymous'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table directory.agency drop constraint reserved; alter table directory.agency drop column suspended');
  }
}
