import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When a record, or one person in it, is looked at again and erased; a legal hold that stops it; and what was
 * erased: of whom, why, and which keys are to be shredded for it. An erased record keeps its row, without content.
 */
export class TimeLimits1764000000260 implements MigrationInterface {
  readonly name = 'TimeLimits1764000000260';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table records.record add column held_until timestamptz not null default '-infinity', add column review_at timestamptz,
        add column subject_limits jsonb, add column subject_due timestamptz;
      update records.record set review_at = (reference #>> '{envelope,reviewDate}')::timestamptz where reference #>> '{envelope,reviewDate}' is not null;
      create index record_erase_at on records.record (erase_at) where state <> 'erased';
      create index record_review_at on records.record (review_at) where review_at is not null;
      create index record_subject_due on records.record (subject_due) where subject_due is not null;
      create table records.erasure (
        agency text not null, record_id uuid not null, subject uuid not null, kind text not null, reason text not null, legal_basis text not null,
        keys uuid[] not null, at timestamptz not null default now(), shredded_at timestamptz, primary key (agency, record_id, subject));
      create index erasure_unshredded on records.erasure (at) where shredded_at is null;
      create index erasure_record on records.erasure (record_id, subject);
      alter table records.erasure enable row level security;
      alter table records.erasure force row level security;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table records.erasure;
      alter table records.record drop column held_until, drop column review_at, drop column subject_limits, drop column subject_due;`);
  }
}
