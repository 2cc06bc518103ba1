-- The peers' tables: the open fields of the cases that the bench reads, as a service without classes would keep them.
create schema peer;
create table peer.agency (code text primary key, name text not null);
create table peer.record (
  id uuid primary key, version int not null, as_of timestamptz not null, status text, opened_on text, summary text, exploitation text[],
  originator text not null references peer.agency, envelope json not null, victims json not null, offences json not null,
  readers text[] not null);
create table peer.alert (
  id uuid primary key, record_id uuid not null references peer.record, type text, urgency text, text text,
  originator text not null references peer.agency, readers text[] not null);
create index on peer.alert (record_id, id desc);
create index on peer.alert (originator);
create index on peer.record (originator);

do $$ begin
  if not exists (select from pg_roles where rolname = 'peer_reader') then create role peer_reader nologin; end if;
end $$;
grant peer_reader to current_user;
grant usage on schema peer to peer_reader;
grant select on all tables in schema peer to peer_reader;
alter table peer.record enable row level security;
alter table peer.alert enable row level security;
create policy readers on peer.record to peer_reader using ((select current_setting('peer.agency', true)) = any (readers));
create policy readers on peer.alert to peer_reader using ((select current_setting('peer.agency', true)) = any (readers));
