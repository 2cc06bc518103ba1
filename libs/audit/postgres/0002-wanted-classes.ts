import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A question wants some classes and not others: only these are opened, and only these stand in its line. */
export class WantedClasses1764000000110 implements MigrationInterface {
  readonly name = 'WantedClasses1764000000110';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter type audit.caller add attribute wanted int');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter type audit.caller drop attribute wanted');
  }
}
