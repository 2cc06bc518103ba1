import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Where an agency's view of a record narrowed or widened by an amendment: how many versions it counted
 * under earlier views beyond those that its present view counts, and since when. Without it the version
 * it is shown could go back, and a reader that drops lower versions would keep what was taken from it.
 */
export class EarlierViews1764000000210 implements MigrationInterface {
  readonly name = 'EarlierViews1764000000210';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table records.earlier_view (
        record_id uuid not null, audience text not null, purpose int not null,
        versions int not null, since timestamptz not null, primary key (record_id, audience, purpose));
      alter table records.earlier_view enable row level security;
      alter table records.earlier_view force row level security;
      create policy store on records.earlier_view to amanat_store using (true) with check (true);
      grant select, insert, update, delete on records.earlier_view to amanat_store;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table records.earlier_view');
  }
}
