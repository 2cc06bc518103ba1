/** In a sub-select of its own the context is read once a statement, not once a row. Unset is nothing: no row. */
const AGENCY = `(select coalesce(current_setting('amanat.agency', true), ''))`;
const OPERATOR = `(select coalesce(current_setting('amanat.operator', true), '') = 'true')`;
const RECORD = `(select nullif(current_setting('amanat.record', true), '')::uuid)`;
const PURPOSE = `(select coalesce(nullif(current_setting('amanat.purpose', true), '')::int, 0))`;
const CLASSES = `(select coalesce(nullif(current_setting('amanat.classes', true), '')::int, 0))`;
const CLEARANCE = `(select coalesce(nullif(current_setting('amanat.clearance', true), '')::int, -1))`;

const policy = (name: string, table: string, verb: string, role: string, condition: string) => `
drop policy if exists ${name} on ${table};
create policy ${name} on ${table} for ${verb} to ${role} ${condition};`;

/** The index: an agency's own rows, for the purpose, the clearance and the classes of the caller. */
const INDEX = `
${policy('view', 'records.record_audience', 'select', 'amanat_view, amanat_slices',
  `using (audience = ${AGENCY} and purposes & ${PURPOSE} <> 0 and tlp <= ${CLEARANCE} and erase_at > now())`)}
${policy('view', 'records.record_facet', 'select', 'amanat_view',
  `using (audience = ${AGENCY} and purposes & ${PURPOSE} <> 0 and tlp <= ${CLEARANCE} and (1 << class) & ${CLASSES} <> 0)`)}
${policy('view', 'records.audience_scope', 'select', 'amanat_view', `using (audience = ${AGENCY} and purposes & ${PURPOSE} <> 0 and tlp <= ${CLEARANCE})`)}
${policy('view', 'records.facet_scope', 'select', 'amanat_view', `using (audience = ${AGENCY} and purposes & ${PURPOSE} <> 0 and tlp <= ${CLEARANCE})`)}
grant select on records.record_audience, records.audience_scope, records.record_facet, records.facet_scope to amanat_view;`;

/**
 * What the audience index says of a record's classes, less what the caller's client may not see. `record` and
 * its like ask through a scalar sub-select, which the planner cannot turn into a hashed scan of everything.
 */
const seen = (id: string) => `(select bit_or(a.classes) from records.record_audience a where a.record_id = ${id}) & ${CLASSES}`;

/**
 * Content: the reading role has no right to it at all. It asks the views of disclosure, whose owner these
 * policies are for; the views then ask the rules for every row and every column.
 */
const CONTENT = `
drop policy if exists view on records.record;
drop policy if exists view on records.history;
drop policy if exists view on records.sealed_slice;
drop policy if exists view on records.earlier_view;
revoke all on records.record, records.history, records.sealed_slice, records.earlier_view from amanat_view;
grant usage on schema records to amanat_slices;
grant select on records.record, records.history, records.sealed_slice, records.record_audience, records.earlier_view to amanat_slices;
${policy('slices', 'records.record', 'select', 'amanat_slices', `using (greatest(erase_at, held_until) > now() and ${seen('record.id')} <> 0)`)}
${policy('slices', 'records.history', 'select', 'amanat_slices', `using (${seen('history.id')} <> 0)`)}
${policy('slices', 'records.sealed_slice', 'select', 'amanat_slices', `using (${seen('sealed_slice.record_id')} & (1 << class) <> 0)`)}
${policy('slices', 'records.earlier_view', 'select', 'amanat_slices', `using (audience = ${AGENCY} and purpose & ${PURPOSE} <> 0)`)}`;

/** Rows that follow from a record: written for the one record that the function has in hand, which is the caller's own. */
const FOLLOWING = ['history', 'sealed_slice', 'withdrawal', 'record_facet', 'earlier_view'];
const ofRecord = (column: string) => `using (${column} = ${RECORD}) with check (${column} = ${RECORD})`;

/**
 * Writing for a caller: records of its own, and what follows from the record in hand. Of others' records
 * only those in the agency's audience can be looked up, to be acknowledged or explained. Scopes name no record.
 */
const STORE = `
drop policy if exists store on records.record;
${policy('own', 'records.record', 'all', 'amanat_store', `using (originator = ${AGENCY}) with check (originator = ${AGENCY})`)}
${policy('received', 'records.record', 'select', 'amanat_store', `using (${OPERATOR}
  or exists (select from records.record_audience a where a.record_id = record.id and a.audience = ${AGENCY}))`)}
${policy('store', 'records.submission', 'all', 'amanat_store', `using (agency = ${AGENCY}) with check (agency = ${AGENCY})`)}
${FOLLOWING.map((table) => policy('store', `records.${table}`, 'all', 'amanat_store', ofRecord(table === 'history' ? 'id' : 'record_id'))).join('')}
${policy('store', 'records.record_audience', 'all', 'amanat_store', ofRecord('record_id'))}
${policy('received', 'records.record_audience', 'select', 'amanat_store', `using (audience = ${AGENCY})`)}
${policy('store', 'records.audience_scope', 'insert', 'amanat_store', 'with check (true)')}
${policy('store', 'records.facet_scope', 'insert', 'amanat_store', 'with check (true)')}
revoke select, update, delete on records.audience_scope, records.facet_scope from amanat_store;
${policy('append', 'audit.ledger', 'insert', 'amanat_view, amanat_store', `with check (agency = ${AGENCY})`)}`;

/** The hub's own work, for no caller: relabelling, retention. No session acts as the keeper, only functions that say so. */
const KEEPER = `
grant usage on schema records, audit to amanat_keeper;
grant select, insert, update, delete on all tables in schema records to amanat_keeper;
grant insert on audit.ledger to amanat_keeper;
${policy('keeper', 'audit.ledger', 'insert', 'amanat_keeper', 'with check (true)')}
${['record', 'submission', 'record_audience', 'audience_scope', 'facet_scope', ...FOLLOWING].map((table) =>
  policy('keeper', `records.${table}`, 'all', 'amanat_keeper', 'using (true) with check (true)')).join('')}`;

/** Row-level security, forced on every table of records. Everything it asks is set by `disclosure.admit` from the directory. */
export const RECORD_POLICIES = [INDEX, CONTENT, STORE, KEEPER].join('\n');
