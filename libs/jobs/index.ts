import type { SchemaPart } from '#libs/postgres';
import { Jobs1764000000700 } from './postgres/0001-jobs.js';
import { JOB_FUNCTIONS } from './postgres/functions.js';

export { JobRunner } from './job-runner.js';

export const jobsSchema: SchemaPart = { migrations: [Jobs1764000000700], functions: JOB_FUNCTIONS };
