import { loadDemoParticipants } from '../assembly/participants.js';
import { mountPublicApi } from '../assembly/edge.js';
import { loadDemoWorld } from '../assembly/demo/demo-world.js';
import { runJobs } from '../assembly/jobs/run-jobs.js';
import { report, runProcess } from '../assembly/process.js';
import { followParticipants } from '../assembly/relabelling.js';
import { dropOldPeriods, startSealer } from '../assembly/ledger/sealing.js';
import { watchLookUps } from '../assembly/ledger/watch-look-ups.js';
import { followCopies } from '../assembly/ledger/watch-recalls.js';
import { startSubgraphs, SUBGRAPHS } from '../assembly/subgraphs.js';
import { keepTimeLimits } from '../assembly/time-limits.js';
import { startWorker, usersOf } from '../assembly/worker.js';

/** The whole hub in one process. */
await runProcess(async (hub) => {
  const { environment, house, shutdown, publicUrl } = hub;
  await startSealer(hub); // before anything asks for a line: after a long rest none is taken until all are sealed
  await dropOldPeriods(hub);
  if (environment.demoWorld) {
    await loadDemoParticipants(house, environment, publicUrl);
    await loadDemoWorld(house);
  }
  const { executors, app } = await startSubgraphs(house, SUBGRAPHS, report);
  shutdown.onEnd('subgraphs', () => app.close());
  await mountPublicApi(hub, executors);
  shutdown.onEnd('relabelling', followParticipants(house, hub.metrics));
  shutdown.onEnd('look-ups', watchLookUps(house, environment, hub.metrics));
  shutdown.onEnd('copies', followCopies(house, hub.metrics));
  shutdown.onEnd('time-limits', keepTimeLimits(house, environment, hub.metrics));
  shutdown.onEnd('jobs', runJobs(environment, hub.metrics));
  if (house.kafka) {
    const worker = await startWorker(house, house.kafka, hub, usersOf(environment));
    shutdown.onEnd('worker', () => worker.close());
  }
});
