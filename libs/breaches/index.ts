import type { SchemaPart } from '#libs/postgres';
import { Breaches1764000000740 } from './postgres/0001-breaches.js';
import { BREACH_FUNCTIONS } from './postgres/functions.js';

export { BreachKeeping } from './actions/breach-keeping.js';
export { OpenBreach } from './actions/open-breach.js';
export { BreachesModule } from './breaches.module.js';

/** Functions of SQL that jobs call, each with the id of a breach. */
export const BREACH_JOBS = ['breaches.tell'];

export const breachesSchema: SchemaPart = { migrations: [Breaches1764000000740], functions: BREACH_FUNCTIONS };
