import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATES = `'open', 'agreed', 'refused', 'expired', 'withdrawn'`;
const STEPS = `'asked', 'agreed', 'refused', 'delegated', 'withdrawn', 'reminded', 'escalated', 'expired'`;

/** What was agreed to may be taken back; and a request keeps the TLP that its record had when it was asked, for when the record is not there any more. */
export class TakenBack1764000000750 implements MigrationInterface {
  readonly name = 'TakenBack1764000000750';

  async up(runner: QueryRunner): Promise<void> {
    await allow(runner, `${STATES}, 'taken-back'`, `${STEPS}, 'taken-back'`);
    await runner.query(`
      alter table approvals.request add column tlp smallint;
      alter table approvals.request no force row level security;
      alter table records.record no force row level security;
      update approvals.request q set tlp = r.tlp from records.record r where r.id = q.record;
      alter table records.record force row level security;
      alter table approvals.request force row level security;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await allow(runner, STATES, STEPS);
    await runner.query('alter table approvals.request drop column tlp');
  }
}

async function allow(runner: QueryRunner, states: string, steps: string): Promise<void> {
  await runner.query(`
    alter table approvals.request drop constraint request_state_check, add constraint request_state_check check (state in (${states}));
    alter table approvals.step drop constraint step_step_check, add constraint step_step_check check (step in (${steps}));`);
}
