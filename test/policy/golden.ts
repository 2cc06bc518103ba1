import { HANDLING } from './golden-handling.js';
import { OFFICER } from './golden-officer.js';
import { PURPOSE_AND_TRANSFER } from './golden-purpose.js';
import { SHARING } from './golden-sharing.js';
import type { Golden } from './world.js';

/** Written by hand from the law and the agencies' agreements: they hold the rules, not only the compilers, to account. */
export const GOLDEN: readonly Golden[] = [...SHARING, ...PURPOSE_AND_TRANSFER, ...HANDLING, ...OFFICER];
