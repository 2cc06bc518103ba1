import type { SchemaPart } from '#libs/postgres';
import { Insider1764000000500 } from './postgres/0001-insider.js';
import { KeptFor1764000000510 } from './postgres/0002-kept-for.js';
import { INSIDER_FUNCTIONS } from './postgres/functions.js';

export { InsiderModule } from './insider.module.js';
export { InsiderWatch } from './insider-watch.js';

export const insiderSchema: SchemaPart = { migrations: [Insider1764000000500, KeptFor1764000000510], functions: INSIDER_FUNCTIONS };
