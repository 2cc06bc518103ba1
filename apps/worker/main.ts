import { runProcess } from '../assembly/process.js';
import { followParticipants } from '../assembly/relabelling.js';
import { startWorker, usersOf } from '../assembly/worker.js';

/** Relay, intake and relabelling, without an API. */
await runProcess(async (hub) => {
  const { house, environment, metrics, shutdown } = hub;
  if (!house.kafka) throw new Error('KAFKA_BROKERS must be given: a worker without a broker has nothing to do');
  const worker = await startWorker(house, house.kafka, hub, usersOf(environment));
  shutdown.onEnd('worker', () => worker.close());
  shutdown.onEnd('relabelling', followParticipants(house, metrics));
});
