import { CLASSES, OPEN_CLASSES } from '#libs/contracts';

/** All that is content, and how it came about: no label. */
const CONTENT = [...OPEN_CLASSES.map(({ code }) => code.toLowerCase()), 'digests', 'changes', 'changed_at', 'slice_versions'].join(',');
const CUSTODY = CLASSES.find(({ code }) => code === 'CUSTODY')!.bit;

/** The label for whoever asks on behalf of a recipient, and of any other record nothing: a step before the way out, which says whether the record is shown at all. */
const HELD = `
create or replace function transfers.held(p_caller jsonb, p_id uuid) returns table (kind text, label jsonb) language plpgsql security definer as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller);
begin
  if exists (select from records.record_audience a where a.record_id = p_id and a.audience = c.agency) then
    return query select r.kind, to_jsonb(r) - string_to_array('${CONTENT}', ',')
    from records.record r where r.id = p_id and r.state = 'active';
  end if;
end $$;

create or replace function transfers.custody(p_caller jsonb, p_id uuid) returns table (custody json) language plpgsql security definer as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller);
begin
  return query select r.custody from records.record r where r.id = p_id and r.originator = c.agency and r.state = 'active';
end $$;
`;

/**
 * A record is widened where its originator names one more recipient or authorises a transfer: its custody and its
 * label change, and nothing else of it.
 */
export const WIDENING = `${HELD}
-- Called under the record's lock, which \`records.current\` takes. Facets are those that the originator's own audience has: all of them.
create or replace function transfers.widen(p_caller jsonb, p_key text, p_content bytea, p_id uuid, p_custody json, p_digest text, p_recipients text[], p_transfers text[],
  p_changed_at timestamptz, p_audience text[], p_purposes int[], p_classes int[], p_agencies text[], p_streams text[], p_types text[], p_ids uuid[])
returns int language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); r records.record; before records.record_audience[]; f record;
begin
  if not exists (select from records.record where id = p_id and originator = c.agency and state = 'active') then raise exception 'RECORD_NOT_FOUND' using errcode = 'AM001'; end if;
  perform set_config('amanat.record', p_id::text, true);
  before := array(select a from records.record_audience a where a.record_id = p_id);
  select coalesce(array_agg(d.facet), '{}') as facets, coalesce(array_agg(d.value), '{}') as values, coalesce(array_agg(d.class::int), '{}') as classes into f
  from (select distinct facet, value, class from records.record_facet where record_id = p_id) d;
  perform records.supersede(p_id);
  update records.record set version = version + 1, changes = changes || ${1 << CUSTODY}, changed_at = changed_at || p_changed_at, slice_versions[${CUSTODY + 1}] = version + 1,
    digests[${CUSTODY + 1}] = p_digest, custody = p_custody, recipients = p_recipients, transfers = p_transfers
  where id = p_id and originator = c.agency returning * into strict r;
  if not records.claim(c.agency, p_key, p_content, r.id, r.kind, r.version) then raise exception 'IDEMPOTENCY_CONFLICT' using errcode = 'AM001'; end if;
  delete from records.record_audience a where a.record_id = p_id;
  delete from records.record_facet where record_id = p_id;
  perform records.lay_audience(r, p_audience, p_purposes, p_classes, f.facets, f.values, f.classes);
  perform records.count_earlier_views(r, before);
  perform delivery.append(r.kind, r.id, r.version, p_agencies, p_streams, p_types, p_ids);
  perform audit.append(c, 'widen-record', r.kind, array[r.id], array[${1 << CUSTODY}]);
  return r.version;
end $$;
`;
