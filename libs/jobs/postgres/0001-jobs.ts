import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What waits for its time: the library's own tables, laid by itself on a connection of its own, and the hub's functions over them. */
export class Jobs1764000000700 implements MigrationInterface {
  readonly name = 'Jobs1764000000700';

  async up(runner: QueryRunner): Promise<void> {
    const { runMigrations, Logger } = await import('graphile-worker'); // once in a database's life: no start waits for it
    const { url } = runner.connection.options as { readonly url?: string };
    await runMigrations({ connectionString: url!, maxPoolSize: 1, logger: new Logger(() => () => undefined) });
    await runner.query('create schema jobs; grant usage on schema jobs to amanat_keeper, amanat_store, amanat_jobs');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema jobs cascade; drop schema graphile_worker cascade');
  }
}
