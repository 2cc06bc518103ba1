/** Before the first test under test/: one real PostgreSQL and one real Kafka broker for the run. */
import { mkdtempSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureJars, whyNoKafka } from '../../deploy/local/kafka/jars.mjs';
import { startKafka } from '../../deploy/local/kafka/kafka.mjs';
import { DEMO_USERS } from '../../deploy/local/kafka/users.mjs';
import { password } from '../../deploy/local/memory.mjs';
import { startPostgres } from '../../deploy/local/postgres/postgres.mjs';
import stop from './stop.mjs';

const JARS = fileURLToPath(new URL('../../.amanat/kafka/jars', import.meta.url));

export default async function start() {
  const missing = whyNoKafka(JARS);
  if (missing) throw new Error(`The tests need a real Kafka broker, and ${missing}.`);
  await ensureJars(JARS, () => process.stderr.write('Fetching Apache Kafka from Maven Central (about 45 MB, once)\n'));
  const folder = mkdtempSync(join(tmpdir(), 'amanat-test-'));
  chmodSync(folder, 0o755); // PostgreSQL may have to run as another user, who must pass through
  const users = Object.fromEntries(DEMO_USERS.map((name) => [name, password()]));
  const started = await Promise.allSettled([
    startPostgres(join(folder, 'postgres'), { durable: false }),
    startKafka(join(folder, 'kafka'), users, { jars: JARS, quick: true }),
  ]);
  const failed = started.find(({ status }) => status === 'rejected');
  globalThis.amanatTestServices = { folder, started: started.map(({ value }) => value).filter(Boolean) };
  if (failed) {
    await stop();
    throw failed.reason;
  }
  const [postgres, kafka] = globalThis.amanatTestServices.started;
  process.env.AMANAT_TEST_SERVICES = JSON.stringify({
    url: postgres.url, adminUrl: postgres.adminUrl, sessionUrl: postgres.sessionUrl, jobsUrl: postgres.jobsUrl, watchUrl: postgres.watchUrl, keysUrl: postgres.keysUrl, keysSessionUrl: postgres.keysSessionUrl, brokers: kafka.brokers, users, jars: JARS,
  });
}
