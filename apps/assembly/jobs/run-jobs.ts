import { APPROVAL_JOBS } from '#libs/approvals';
import { BREACH_JOBS } from '#libs/breaches';
import { JobRunner } from '#libs/jobs';
import { faultOf, log, type Environment, type Metrics } from '#libs/process';
import { RIGHTS_JOBS } from '#libs/rights';

/** Functions that a job may call. */
const FUNCTIONS = [...APPROVAL_JOBS, ...BREACH_JOBS, ...RIGHTS_JOBS];

/** Does what is due at its time; any number of processes may. Returns the way to stop. @throws Error where nothing would ever be reminded of */
export function runJobs({ databaseJobsUrl, databaseUrl, oneLogin }: Environment, metrics: Metrics): () => Promise<void> {
  const url = databaseJobsUrl ?? (oneLogin ? databaseUrl : undefined);
  if (!url) throw new Error('DATABASE_JOBS_URL must be given: the login that does what is due and may nothing else');
  const runner = new JobRunner(url, FUNCTIONS);
  metrics.gauge('jobs_done', 'jobs that this process has done since its start: reminders, escalations, expiries, breaches that are told', [], () => runner.done);
  runner.start((error) => log('warn', 'job-again', faultOf(error)));
  return () => runner.close();
}
