import type { SchemaPart } from '#libs/postgres';
import { Rights1764000000730 } from './postgres/0001-rights.js';
import { RIGHTS_FUNCTIONS } from './postgres/functions.js';

export { leaveEffect } from './leave-effect.js';
export { RightsModule } from './rights.module.js';

/** Functions of SQL that jobs call, each with the id of what is due. */
export const RIGHTS_JOBS = ['rights.forget'];

export const rightsSchema: SchemaPart = { migrations: [Rights1764000000730], functions: RIGHTS_FUNCTIONS };
