import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Purposes beyond a record's own that its originator has agreed to, each for one agency (LED art. 4(2)). The row of
 * the audience index that follows from one says so (`further`), so that the rules, asked again at every read, know
 * by whose leave a purpose is there that the record does not name.
 */
export class FurtherPurposes1764000000740 implements MigrationInterface {
  readonly name = 'FurtherPurposes1764000000740';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table records.record_audience add column further boolean not null default false;
      create table transfers.further_purpose (
        record uuid not null, agency text not null, purpose int not null, classes int not null, until timestamptz not null, approval uuid not null,
        primary key (record, agency, purpose));
      alter table transfers.further_purpose enable row level security;
      alter table transfers.further_purpose force row level security;
      create policy keeper on transfers.further_purpose to amanat_keeper using (true) with check (true);
      create policy store on transfers.further_purpose to amanat_store
        using (record = (select nullif(current_setting('amanat.record', true), '')::uuid)) with check (record = (select nullif(current_setting('amanat.record', true), '')::uuid));
      grant select on transfers.further_purpose to amanat_keeper;
      grant select, insert, update, delete on transfers.further_purpose to amanat_store;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table transfers.further_purpose;
      delete from records.record_audience where further;
      alter table records.record_audience drop column further;`);
  }
}
