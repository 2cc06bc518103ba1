/** In a sub-select of its own the context is read once a statement, not once a row. */
const AUDIENCES = `(select string_to_array(current_setting('amanat.audiences', true), ','))::text[]`;
const PURPOSE = `(select coalesce(nullif(current_setting('amanat.purpose', true), '')::int, 0))`;
const CLASSES = `(select coalesce(nullif(current_setting('amanat.classes', true), '')::int, 0))`;
const CLEARANCE = `(select coalesce(nullif(current_setting('amanat.clearance', true), '')::int, -1))`;

/**
 * Row-level security for reading. An unset context is an empty one: no rows. The audience row carries
 * what is decided when written; retention is asked at every read. `record` and `sealed_slice` ask
 * through a scalar sub-select, which the planner cannot turn into a hashed scan of everything.
 */
export const RECORD_POLICIES = `
drop policy if exists view on records.record_audience;
create policy view on records.record_audience for select to amanat_view using (
  audience = any (${AUDIENCES}) and purposes & ${PURPOSE} <> 0 and tlp <= ${CLEARANCE} and erase_at > now());

drop policy if exists view on records.audience_scope;
create policy view on records.audience_scope for select to amanat_view using (audience = any (${AUDIENCES}));

drop policy if exists view on records.facet_scope;
create policy view on records.facet_scope for select to amanat_view using (audience = any (${AUDIENCES}));

drop policy if exists view on records.record_facet;
create policy view on records.record_facet for select to amanat_view using (
  audience = any (${AUDIENCES}) and purposes & ${PURPOSE} <> 0 and tlp <= ${CLEARANCE} and (1 << class) & ${CLASSES} <> 0);

drop policy if exists view on records.record;
create policy view on records.record for select to amanat_view using (
  erase_at > now() and (select bit_or(a.classes) from records.record_audience a where a.record_id = record.id) & ${CLASSES} <> 0);

drop policy if exists view on records.history;
create policy view on records.history for select to amanat_view using (
  (select bit_or(a.classes) from records.record_audience a where a.record_id = history.id) & ${CLASSES} <> 0);

drop policy if exists view on records.sealed_slice;
create policy view on records.sealed_slice for select to amanat_view using (
  (select bit_or(a.classes) from records.record_audience a where a.record_id = sealed_slice.record_id) & ${CLASSES} & (1 << class) <> 0);

drop policy if exists view on records.subject_key;
create policy view on records.subject_key for select to amanat_view using (
  (select bit_or(a.classes) from records.record_audience a where a.record_id = subject_key.record_id) & ${CLASSES} & (1 << class) <> 0);

drop policy if exists view on records.earlier_view;
create policy view on records.earlier_view for select to amanat_view using (audience = any (${AUDIENCES}));

grant select on records.earlier_view, records.record, records.history, records.sealed_slice, records.subject_key,
  records.record_audience, records.audience_scope, records.record_facet, records.facet_scope to amanat_view;
`;
