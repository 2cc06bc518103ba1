import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lines of deliveries by time: what lies on a topic is compared with those around it. One line names up to 500 events. */
export class DeliveryLines1764000000130 implements MigrationInterface {
  readonly name = 'DeliveryLines1764000000130';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index delivery_lines on audit.ledger (agency, at) where entries is not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index audit.delivery_lines');
  }
}
