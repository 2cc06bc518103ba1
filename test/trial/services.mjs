/** What a trial runs on: a PostgreSQL and a Kafka broker of its own, empty, durable as in production, ended by their own handles. */
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureJars, whyNoKafka } from '../../deploy/local/kafka/jars.mjs';
import { startKafka } from '../../deploy/local/kafka/kafka.mjs';
import { usersIn } from '../../deploy/local/kafka/users.mjs';
import { portLike } from '../../deploy/local/memory.mjs';
import { startPostgres } from '../../deploy/local/postgres/postgres.mjs';
import { startService } from '../../deploy/local/service.mjs';
import { takeTurn } from '../../deploy/local/turn.mjs';

const PLACE = fileURLToPath(new URL('../../.amanat/trial', import.meta.url));
const JARS = fileURLToPath(new URL('../../.amanat/kafka/jars', import.meta.url));

/** @returns {import('./services.js').Services} */
export async function openServices(name) {
  const missing = whyNoKafka(JARS);
  if (missing) throw new Error(`A trial needs a real Kafka broker, and ${missing}.`);
  await ensureJars(JARS, () => process.stderr.write('fetching Apache Kafka from Maven Central (about 45 MB, once)\n'));
  mkdirSync(PLACE, { recursive: true });
  await takeTurn(join(PLACE, 'turn.pid'), 'trial/run.mjs');
  const folder = join(PLACE, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'kafka'), { recursive: true });
  chmodSync(folder, 0o755); // PostgreSQL may have to run as another user, who must pass through
  const users = usersIn(join(folder, 'kafka', 'users.json'));
  const postgres = await startPostgres(join(folder, 'postgres'));
  const broker = await brokerIn(join(folder, 'kafka'), users).catch(async (error) => {
    await postgres.stop();
    throw error;
  });
  const close = async () => {
    await broker.kill();
    await postgres.stop();
  };
  return { folder, postgres, broker, startService, freePort: () => portLike(0), close };
}

/** A broker that can be killed and started again in its folder, under the same address. */
async function brokerIn(folder, users) {
  let running = await startKafka(folder, users, { jars: JARS });
  return {
    users,
    brokers: running.brokers,
    kill: () => running.kill(),
    start: async () => { running = await startKafka(folder, users, { jars: JARS }); },
  };
}
