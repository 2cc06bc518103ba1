import { ownedAndCalled } from '#libs/postgres';
import { ACTING } from './act-functions.js';
import { READING } from './read-functions.js';
import { SCOPE } from './scope-functions.js';
import { TELLING } from './tell-functions.js';

const HUB_MAY = ['open', 'add', 'notify', 'decide', 'close', 'list', 'one', 'material', 'records', 'notifications', 'require', 'notices', 'acknowledge'];

/** Owned by the keeper, for they look past one agency's rows; called by the room's own functions, the runner of jobs and tables' triggers, and by no session. */
const OWNERSHIP = `
grant create on schema breaches to amanat_store, amanat_keeper;
grant select (contact) on directory.agency to amanat_keeper;
revoke all on all functions in schema breaches from public;
grant execute on all functions in schema breaches to amanat_store, amanat_keeper;
${ownedAndCalled('breaches', { amanat_store: HUB_MAY })}
alter function breaches.affect(text, uuid, jsonb) owner to amanat_keeper;
alter function breaches.tell(uuid) owner to amanat_keeper;
alter function breaches.copied() owner to amanat_keeper;
alter function breaches.came_due() owner to amanat_keeper;
alter function breaches.came_required() owner to amanat_keeper;
revoke all on function breaches.tell(uuid), breaches.copied(), breaches.came_due(), breaches.came_required() from amanat_store;
grant execute on function breaches.tell(uuid) to amanat_jobs;
revoke create on schema breaches from amanat_store, amanat_keeper;
`;

export const BREACH_FUNCTIONS = [...TELLING.slice(0, 1), ...READING, ...SCOPE, ...ACTING, ...TELLING.slice(1), OWNERSHIP];
