import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The supervisory authority sees every agency's ledger (LED art. 47); like the operator it is no participant. */
export class Supervisor1764000000055 implements MigrationInterface {
  readonly name = 'Supervisor1764000000055';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table directory.client drop constraint client_roles_check, drop constraint client_check;
      alter table directory.client
        add constraint client_roles_check check (roles <@ array['officer', 'data-protection-officer', 'operator', 'supervisor']),
        add constraint client_check check (agency is not null or roles in (array['operator'], array['supervisor']));`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table directory.client drop constraint client_roles_check, drop constraint client_check;
      alter table directory.client
        add constraint client_roles_check check (roles <@ array['officer', 'data-protection-officer', 'operator']),
        add constraint client_check check (agency is not null or roles = array['operator']);`);
  }
}
