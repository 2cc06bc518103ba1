import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an agency is told of approvals are entries of its recipient ledger like all else, so that the feed has them, too. What was sent is not told again. */
export class ApprovalsAsEntries1764000000760 implements MigrationInterface {
  readonly name = 'ApprovalsAsEntries1764000000760';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table delivery.letter no force row level security;
      alter table delivery.entry no force row level security;
      alter table delivery.entry_body no force row level security;
      insert into delivery.entry (agency, stream, id, type, kind, record_id, version, at)
      select n.agency, 'approvals', n.id, n.type, split_part(n.type, '.', 1), n.subject, 0, n.at from delivery.letter n where n.sent_at is null order by n.seq;
      insert into delivery.entry_body (entry, agency, data) select n.id, n.agency, n.data from delivery.letter n where n.sent_at is null;
      alter table delivery.entry force row level security;
      alter table delivery.entry_body force row level security;
      drop function if exists delivery.unsent_letters(int), delivery.letters_sent(uuid[]);
      drop table delivery.letter;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table delivery.letter (
        agency text not null, seq bigint generated always as identity, id uuid not null, type text not null, subject uuid not null, data jsonb not null,
        at timestamptz not null default now(), sent_at timestamptz, primary key (agency, seq));
      alter table delivery.letter enable row level security;
      alter table delivery.letter force row level security`);
  }
}
