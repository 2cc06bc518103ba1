import { runJobs } from '../assembly/jobs/run-jobs.js';
import { runProcess } from '../assembly/process.js';
import { dropOldPeriods, startSealer } from '../assembly/ledger/sealing.js';
import { watchLookUps } from '../assembly/ledger/watch-look-ups.js';
import { followCopies } from '../assembly/ledger/watch-recalls.js';
import { followParticipants } from '../assembly/relabelling.js';
import { keepTimeLimits } from '../assembly/time-limits.js';
import { startWorker, usersOf } from '../assembly/worker.js';

/** Sealer, the watches over look-ups, copies and time limits, what is due and, where there is a broker, relay, intake and relabelling, without an API. */
await runProcess(async (hub) => {
  const { house, environment, metrics, shutdown } = hub;
  await startSealer(hub);
  await dropOldPeriods(hub);
  shutdown.onEnd('look-ups', watchLookUps(house, environment, metrics));
  shutdown.onEnd('copies', followCopies(house, metrics));
  shutdown.onEnd('time-limits', keepTimeLimits(house, environment, metrics));
  shutdown.onEnd('jobs', runJobs(environment, metrics));
  if (!house.kafka) return;
  const worker = await startWorker(house, house.kafka, hub, usersOf(environment));
  shutdown.onEnd('worker', () => worker.close());
  shutdown.onEnd('relabelling', followParticipants(house, metrics));
});
