import { CLASSES, maskOf } from '#libs/contracts';

const CUSTODY = CLASSES.find(({ code }) => code === 'CUSTODY')!.bit;

/**
 * What an amendment is to those who hold a copy (`recalls`): their data were wrong, may not be used for now or may
 * again, or the record is not theirs any more. Called when the new audience is laid; `p_before` are the rows it replaced.
 */
export const FOLLOWED = `
create or replace function records.followed(c audit.caller, r records.record, p_before records.record_audience[], p_was_restricted boolean, p_ground text)
returns void language plpgsql as $$
declare lost text[];
begin
  if p_was_restricted and not r.restricted then perform recalls.lift(c, r.id, r.kind, r.version); end if;
  if p_ground is not null then perform recalls.open(c, r.id, r.kind, 'rectified', r.version, r.changes[r.version], p_ground); end if;
  if r.restricted then
    if not p_was_restricted then perform recalls.open(c, r.id, r.kind, 'restricted', r.version); end if;
    return;
  end if;
  lost := array(select distinct b.audience from unnest(p_before) b where b.audience <> r.originator
    and not exists (select from records.record_audience a where a.record_id = r.id and a.audience = b.audience));
  if cardinality(lost) > 0 then perform recalls.open(c, r.id, r.kind, 'withdrawn', r.version, p_agencies => lost); end if;
end $$;
`;

/**
 * The one field by which an originator takes a record out of use or gives it back, without the document: a version
 * of CUSTODY, which nobody else sees. Its digest is one that no document has, so that an amendment counts as one.
 */
export const RESTRICT = `
create or replace function records.restrict(p_caller jsonb, p_key text, p_content bytea, p_kind text, p_id uuid, p_restricted boolean, p_ground text,
  p_audience text[], p_purposes int[], p_classes int[], p_agencies text[], p_streams text[], p_types text[], p_ids uuid[])
returns void language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); r records.record; before records.record_audience[]; facets text[]; texts text[]; classes int[];
begin
  if not exists (select from records.record where record.id = p_id and record.originator = c.agency) then raise exception 'RECORD_NOT_FOUND' using errcode = 'AM001'; end if;
  perform set_config('amanat.record', p_id::text, true);
  before := array(select a from records.record_audience a where a.record_id = p_id);
  perform records.supersede(p_id);
  update records.record set restricted = p_restricted, version = record.version + 1, changes = record.changes || ${maskOf('CUSTODY')}, changed_at = record.changed_at || now(),
    slice_versions[${CUSTODY + 1}] = record.version + 1, digests[${CUSTODY + 1}] = 'restriction',
    custody = jsonb_set(record.custody::jsonb, '{envelope,restricted}', to_jsonb(p_restricted))::json
  where record.id = p_id and record.originator = c.agency and record.kind = p_kind and record.state = 'active' and record.restricted <> p_restricted returning * into strict r;
  if not records.claim(c.agency, p_key, p_content, r.id, r.kind, r.version) then raise exception 'IDEMPOTENCY_CONFLICT' using errcode = 'AM001'; end if;
  delete from records.record_audience a where a.record_id = r.id;
  delete from records.record_facet f where f.record_id = r.id;
  select array_agg(f.facet), array_agg(f.value), array_agg(f.class) into facets, texts, classes from records.facets_of(r) f;
  perform records.lay_audience(r, p_audience, p_purposes, p_classes, facets, texts, classes);
  perform records.count_earlier_views(r, before);
  perform delivery.append(r.kind, r.id, r.version, p_agencies, p_streams, p_types, p_ids);
  if p_restricted then perform recalls.open(c, r.id, r.kind, 'restricted', r.version, p_ground => p_ground);
  else perform recalls.lift(c, r.id, r.kind, r.version); end if;
  perform audit.append(c, case when p_restricted then 'restrict' else 'lift-restriction' end, r.kind, array[r.id], array[${maskOf('CUSTODY')}]);
end $$;
`;
