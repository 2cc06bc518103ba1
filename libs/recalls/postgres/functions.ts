import { ownedAndCalled } from '#libs/postgres';
import { OPENING } from './act-functions.js';
import { ANSWERING } from './answer-functions.js';
import { WATCHING } from './watch-functions.js';

const AGENCY = `(select nullif(current_setting('amanat.agency', true), ''))`;

/** A recall is its originator's; of the holders each sees its own row, the originator all. */
const POLICIES = `
drop policy if exists own on recalls.holder;
drop policy if exists own on recalls.recall;
drop policy if exists own on recalls.copy;
create policy own on recalls.holder to amanat_view, amanat_store using (agency = ${AGENCY} or originator = ${AGENCY}) with check (agency = ${AGENCY} or originator = ${AGENCY});
create policy own on recalls.recall to amanat_view, amanat_store using (originator = ${AGENCY}) with check (originator = ${AGENCY});
create policy own on recalls.copy to amanat_store using (agency = ${AGENCY}) with check (agency = ${AGENCY});
grant select on recalls.recall, recalls.holder to amanat_view, amanat_store;
grant insert, update (lifted_at, gathered) on recalls.recall to amanat_store;
grant update (ended_at, outcome, legal_basis, done_at, confirmed_at, confirmed_by) on recalls.holder to amanat_store;
grant select (record_id, agency), update (let_go_at) on recalls.copy to amanat_store;
grant select (kinds) on directory.stream to amanat_keeper;
`;

const OWNERS: Readonly<Record<string, readonly string[]>> = {
  amanat_keeper: ['behind', 'pass', 'work'], amanat_view: ['duties', 'made'], amanat_store: ['confirm'],
};

const OWNERSHIP = `
grant create on schema recalls to amanat_keeper, amanat_view, amanat_store;
revoke all on all functions in schema recalls from public;
grant execute on all functions in schema recalls to amanat_keeper;
grant execute on function recalls.status(recalls.holder), recalls.class_codes(int) to amanat_view, amanat_store;
grant execute on function recalls.terms(), recalls.open(audit.caller, uuid, text, text, int, int, text, text[]), recalls.lift(audit.caller, uuid, text, int) to amanat_store;
${ownedAndCalled('recalls', OWNERS)}
revoke create on schema recalls from amanat_keeper, amanat_view, amanat_store;
`;

export const RECALL_FUNCTIONS = [OPENING, ...WATCHING, ...ANSWERING, POLICIES, OWNERSHIP];
