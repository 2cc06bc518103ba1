import { ownedAndCalled } from '#libs/postgres';
import { ANSWERING } from './answer-functions.js';
import { COLLECTING } from './collect-functions.js';
import { DECIDING } from './decide-functions.js';
import { FILING } from './file-functions.js';
import { READING } from './read-functions.js';

const OWNERS: Readonly<Record<string, readonly string[]>> = {
  amanat_store: ['file', 'extend', 'note_found', 'decide', 'carry_out', 'begin_answer', 'answer', 'requests', 'request_of', 'verify'],
  amanat_view: ['search', 'held'],
};

const OWNERSHIP = `
revoke all on all functions in schema rights from public;
grant execute on function rights.expect_officer(audit.caller), rights.in_hand(audit.caller, uuid), rights.has_leave(audit.caller, rights.item, text), rights.carried_out(rights.item),
  rights.holders(uuid), rights.read_as(audit.caller, text), rights.state_of(rights.request) to amanat_store;
grant execute on function rights.expect_officer(audit.caller), rights.standing_of(text), rights.look_as(audit.caller, int, int, int, int), rights.seen_of(uuid[], text, text), rights.walk(text, uuid, int) to amanat_view;
grant create on schema rights to amanat_store, amanat_view, amanat_keeper;
${ownedAndCalled('rights', OWNERS)}
alter function rights.standing_of(text) owner to amanat_keeper;
alter function rights.holders(uuid) owner to amanat_keeper;
alter function rights.forget(uuid) owner to amanat_keeper;
grant execute on function rights.forget(uuid) to amanat_jobs;
grant execute on function jobs.put(text, uuid, timestamptz) to amanat_keeper;
revoke create on schema rights from amanat_store, amanat_view, amanat_keeper;
`;

export const RIGHTS_FUNCTIONS = [...FILING, ...COLLECTING, ...DECIDING, ...ANSWERING, ...READING, OWNERSHIP];
