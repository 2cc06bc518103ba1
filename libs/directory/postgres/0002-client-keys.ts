import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * By which certificate and keys a client proves itself, and since when: tokens from before a change are
 * void. A token tells its moment in whole seconds, so a client that is new counts from its second's beginning.
 * The time is PostgreSQL's own by name: it is compared with that of tokens, never with that of records.
 */
export class ClientKeys1764000000051 implements MigrationInterface {
  readonly name = 'ClientKeys1764000000051';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table directory.client
        add column certificate_subject text,
        add column jwks jsonb,
        add column keys_since timestamptz not null default date_trunc('second', pg_catalog.now());
      create function directory.keys_changed() returns trigger language plpgsql as $$
      begin
        new.keys_since := pg_catalog.clock_timestamp();
        return new;
      end $$;
      create trigger keys_changed before update on directory.client for each row
        when ((old.secret_hash, old.certificate_subject, old.jwks) is distinct from (new.secret_hash, new.certificate_subject, new.jwks))
        execute function directory.keys_changed();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger keys_changed on directory.client;
      drop function directory.keys_changed();
      alter table directory.client drop column certificate_subject, drop column jwks, drop column keys_since`);
  }
}
