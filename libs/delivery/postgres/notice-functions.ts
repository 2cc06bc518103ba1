import { ownedAndCalled } from '#libs/postgres';

/** `tell` is called by other rooms' functions, for the agency that they name; the rest is the relay's, as of rejections. */
export const NOTICES = `
create or replace function delivery.tell(p_agency text, p_id uuid, p_type text, p_subject uuid, p_data jsonb) returns void language sql security definer as $$
  insert into delivery.notice (agency, id, type, subject, data) values (p_agency, p_id, p_type, p_subject, p_data)
$$;

create or replace function delivery.unsent_notices(p_limit int)
returns table (agency text, id uuid, at timestamptz, type text, subject uuid, data jsonb) language sql security definer as $$
  select n.agency, n.id, n.at, n.type, n.subject, n.data from delivery.notice n where n.sent_at is null order by n.seq limit p_limit
$$;

create or replace function delivery.notices_sent(p_ids uuid[]) returns void language sql security definer as $$
  update delivery.notice set sent_at = now() where id = any (p_ids)
$$;

grant create on schema delivery to amanat_keeper;
revoke all on all functions in schema delivery from public;
alter function delivery.tell(text, uuid, text, uuid, jsonb) owner to amanat_keeper;
grant execute on function delivery.tell(text, uuid, text, uuid, jsonb) to amanat_store;
${ownedAndCalled('delivery', { amanat_keeper: ['unsent_notices', 'notices_sent'] })}
revoke create on schema delivery from amanat_keeper;
`;
