import { runProcess } from '../assembly/process.js';
import { startWorker } from '../assembly/worker.js';

/** Relay and intake, without an API. */
await runProcess(async ({ house, metrics, shutdown }) => {
  if (!house.kafka) throw new Error('KAFKA_BROKERS must be given: a worker without a broker has nothing to do');
  const worker = await startWorker(house, house.kafka, metrics);
  shutdown.onEnd('worker', () => worker.close());
});
