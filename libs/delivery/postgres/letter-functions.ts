import { ownedAndCalled } from '#libs/postgres';

/** `write_to` is called by other rooms' functions, for the agency that they name; the rest is the relay's, as of rejections. */
export const LETTERS = `
create or replace function delivery.write_to(p_agency text, p_id uuid, p_type text, p_subject uuid, p_data jsonb) returns void language sql security definer as $$
  insert into delivery.letter (agency, id, type, subject, data) values (p_agency, p_id, p_type, p_subject, p_data)
$$;

create or replace function delivery.unsent_letters(p_limit int)
returns table (agency text, id uuid, at timestamptz, type text, subject uuid, data jsonb) language sql security definer as $$
  select n.agency, n.id, n.at, n.type, n.subject, n.data from delivery.letter n where n.sent_at is null order by n.seq limit p_limit
$$;

create or replace function delivery.letters_sent(p_ids uuid[]) returns void language sql security definer as $$
  update delivery.letter set sent_at = now() where id = any (p_ids)
$$;

grant create on schema delivery to amanat_keeper;
revoke all on all functions in schema delivery from public;
alter function delivery.write_to(text, uuid, text, uuid, jsonb) owner to amanat_keeper;
grant execute on function delivery.write_to(text, uuid, text, uuid, jsonb) to amanat_store;
${ownedAndCalled('delivery', { amanat_keeper: ['unsent_letters', 'letters_sent'] })}
revoke create on schema delivery from amanat_keeper;
`;
