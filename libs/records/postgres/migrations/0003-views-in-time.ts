import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was hidden when it was written stays hidden when it is told late. A superseded version keeps its
 * label, so that a replay asks the rules of that version as well as today's. Each change of a view keeps what
 * had been counted by then, for each clearance: what was amended while it was hidden is counted for nobody.
 */
export class ViewsInTime1764000000230 implements MigrationInterface {
  readonly name = 'ViewsInTime1764000000230';

  async up(runner: QueryRunner): Promise<void> {
    // A version that was superseded before it kept its label is shown to nobody: all are null.
    await runner.query(`
      alter table records.history add column tlp smallint, add column recipients text[], add column transfers text[], add column purposes int,
        add column categories int, add column handling text[], add column restricted boolean, add column erase_at timestamptz,
        add column referral_consent boolean, add column onward text;
      alter table records.earlier_view add column after int not null default 0, add column clearance smallint not null default 4;
      alter table records.earlier_view drop constraint earlier_view_pkey;
      alter table records.earlier_view add primary key (record_id, audience, purpose, clearance, after);
      alter table records.earlier_view alter column after drop default, alter column clearance drop default;
      insert into records.earlier_view (record_id, audience, purpose, clearance, after, versions, since)
      select e.record_id, e.audience, e.purpose, c, e.after, e.versions, e.since from records.earlier_view e cross join generate_series(0, 3) c;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      truncate records.earlier_view;
      alter table records.earlier_view drop constraint earlier_view_pkey, drop column after, drop column clearance;
      alter table records.earlier_view add primary key (record_id, audience, purpose);
      alter table records.history drop column tlp, drop column recipients, drop column transfers, drop column purposes, drop column categories,
        drop column handling, drop column restricted, drop column erase_at, drop column referral_consent, drop column onward;`);
  }
}
