/** Kept, told to the originator on its streams and entered in the ledger together; a repetition changes nothing. */
const ACKNOWLEDGE = `
create or replace function alerts.acknowledge(p_caller jsonb, p_key text, p_content bytea, p_alert uuid,
  p_agencies text[], p_streams text[], p_ids uuid[])
returns table (version int, duplicate boolean) language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); r records.record;
begin
  select * into strict r from records.record where id = p_alert and kind = 'alert';
  perform set_config('amanat.record', r.id::text, true);
  if not records.claim(c.agency, p_key, p_content, r.id, r.kind, r.version) then
    return query select f.version, true from records.former(c.agency, p_key, p_content) f;
    return;
  end if;
  insert into alerts.acknowledgement (alert, agency) values (p_alert, c.agency) on conflict do nothing;
  if found then
    insert into delivery.entry (agency, stream, id, type, kind, record_id, version, about)
    select s.agency, s.stream, s.id, 'alert.acknowledged.v1', r.kind, r.id, r.version, c.agency
    from unnest(p_agencies, p_streams, p_ids) as s (agency, stream, id) where s.agency = r.originator;
  end if;
  perform audit.append(c, 'acknowledge', r.kind, array[r.id], array[1]);
  return query select r.version, false;
end $$;

create or replace function alerts.acknowledgements(p_caller jsonb, p_alerts uuid[])
returns table (alert uuid, agency text, at timestamptz) language plpgsql security definer as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller);
begin
  perform audit.append(c, 'acknowledgements', 'alert', p_alerts, array_fill(1, array[cardinality(p_alerts)]));
  return query select a.alert, a.agency, a.at from alerts.acknowledgement a join records.record r on r.id = a.alert
  where a.alert = any (p_alerts) and r.originator = c.agency order by a.at, a.agency;
end $$;

drop policy if exists store on alerts.acknowledgement;
create policy store on alerts.acknowledgement to amanat_store using (agency = (select current_setting('amanat.agency', true))
  or (select r.originator from records.record r where r.id = alert) = (select current_setting('amanat.agency', true)))
  with check (agency = (select current_setting('amanat.agency', true)));

grant create on schema alerts to amanat_store;
revoke all on all functions in schema alerts from public;
alter function alerts.acknowledge(jsonb, text, bytea, uuid, text[], text[], uuid[]) owner to amanat_store;
alter function alerts.acknowledgements(jsonb, uuid[]) owner to amanat_store;
grant execute on function alerts.acknowledge(jsonb, text, bytea, uuid, text[], text[], uuid[]), alerts.acknowledgements(jsonb, uuid[]) to amanat_hub;
revoke create on schema alerts from amanat_store;
`;

export const ALERT_FUNCTIONS = [ACKNOWLEDGE];
