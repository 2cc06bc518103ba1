import type { SchemaPart } from '#libs/postgres';
import { Relabel1764000000220 } from './postgres/0001-relabel.js';
import { RELABEL_FUNCTIONS } from './postgres/job-functions.js';

export type { RelabelJob } from './postgres/job.store.js';
export { Relabel, type RelabelSettings } from './relabel.js';
export { RelabelWatch } from './relabel-watch.js';

export const relabelSchema: SchemaPart = { migrations: [Relabel1764000000220], functions: RELABEL_FUNCTIONS };
