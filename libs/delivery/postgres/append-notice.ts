/**
 * A notice on each of an agency's streams named. `p_about` is what it is told of, such as a recall: with agency,
 * stream and type it gives the event its id, so that the same is told once, whoever comes back to it.
 */
export const APPEND_NOTICE = `
create or replace function delivery.append_notice(p_agency text, p_streams text[], p_type text, p_kind text, p_record uuid, p_about text, p_data jsonb)
returns void language sql as $$
  with told as (
    insert into delivery.entry (agency, stream, id, type, kind, record_id, version)
    select p_agency, s.stream, delivery.named_id(concat_ws('/', p_about, p_agency, s.stream, p_type)), p_type, p_kind, p_record, 0
    from unnest(p_streams) as s (stream) returning id)
  insert into delivery.entry_body (entry, agency, data) select told.id, p_agency, p_data from told
$$;

-- What an agency is told beside records, on its stream of approvals: called by other rooms' functions, for the agency that they name.
create or replace function delivery.write_to(p_agency text, p_id uuid, p_type text, p_subject uuid, p_data jsonb) returns void language sql security definer as $$
  insert into delivery.entry (agency, stream, id, type, kind, record_id, version) values (p_agency, 'approvals', p_id, p_type, split_part(p_type, '.', 1), p_subject, 0);
  insert into delivery.entry_body (entry, agency, data) values (p_id, p_agency, p_data)
$$;
`;
