import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a record, or one person in it, is looked at again and erased, and until when a legal hold stops it. */
export class TimeLimits1764000000260 implements MigrationInterface {
  readonly name = 'TimeLimits1764000000260';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table records.record add column held_until timestamptz not null default '-infinity', add column review_at timestamptz,
        add column subject_limits jsonb, add column subject_due timestamptz;
      alter table records.record no force row level security;
      update records.record set review_at = (reference #>> '{envelope,reviewDate}')::timestamptz where reference #>> '{envelope,reviewDate}' is not null;
      alter table records.record force row level security;
      create index record_erase_at on records.record (erase_at) where state <> 'erased';
      create index record_review_at on records.record (review_at) where review_at is not null;
      create index record_subject_due on records.record (subject_due) where subject_due is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table records.record drop column held_until, drop column review_at, drop column subject_limits, drop column subject_due;`);
  }
}
