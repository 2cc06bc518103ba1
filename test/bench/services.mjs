/** What the benches run on: the real services, started when first asked for and stopped by their own handles. */
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureJars, whyNoKafka } from '../../deploy/local/kafka/jars.mjs';
import { startKafka } from '../../deploy/local/kafka/kafka.mjs';
import { password } from '../../deploy/local/memory.mjs';
import { startPostgres } from '../../deploy/local/postgres/postgres.mjs';

const KEPT = fileURLToPath(new URL('../../.amanat/bench', import.meta.url));
const JARS = fileURLToPath(new URL('../../.amanat/kafka/jars', import.meta.url));
/** A quarter of the machine's memory, as PostgreSQL's manual has it: what the great worlds are read from is its own, and no matter of what the system happens to keep. */
const BUFFERS = Math.floor(totalmem() / 4 / 2 ** 20);
/** Durable as in production; a vacuum or checkpoint in the middle of a round would be measured too. */
const SETTINGS = [`shared_buffers=${BUFFERS}MB`, 'autovacuum=off', 'checkpoint_timeout=30min', 'max_wal_size=8GB', 'maintenance_work_mem=512MB'];

export function benchServices() {
  mkdirSync(KEPT, { recursive: true });
  const unlock = lock(join(KEPT, 'lock'));
  const ends = [];
  const starts = [];
  const once = (start) => {
    let started;
    return () => {
      if (!started) starts.push(started = start((end) => ends.push(end)));
      return started;
    };
  };
  const close = async () => {
    await Promise.allSettled(starts); // one may fail while another is still coming up
    for (const end of ends.splice(0).reverse()) await end();
    unlock();
  };
  return { postgres: once(startDurablePostgres), broker: once(startBroker), close };
}

/** Kept between runs, for the worlds that take long to build. */
async function startDurablePostgres(atEnd) {
  process.stderr.write('starting PostgreSQL\n');
  const postgres = await startPostgres(join(KEPT, 'postgres'), { settings: SETTINGS });
  atEnd(() => postgres.stop());
  return { url: postgres.url, adminUrl: postgres.adminUrl };
}

async function startBroker(atEnd) {
  const missing = whyNoKafka(JARS);
  if (missing) throw new Error(`This bench needs a real Kafka broker, and ${missing}.`);
  await ensureJars(JARS, () => process.stderr.write('fetching Apache Kafka from Maven Central (about 45 MB, once)\n'));
  process.stderr.write('starting Kafka\n');
  const folder = mkdtempSync(join(tmpdir(), 'amanat-bench-'));
  chmodSync(folder, 0o755);
  const users = { hub: password() };
  const kafka = await startKafka(folder, users, { jars: JARS });
  atEnd(async () => {
    await kafka.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  return { brokers: kafka.brokers.split(','), username: 'hub', password: users.hub };
}

/** Two runs at once would measure each other, and end each other's services. */
function lock(file) {
  const holder = holderOf(file);
  if (holder) throw new Error(`another bench is running (process ${holder})`);
  rmSync(file, { force: true });
  const handle = openSync(file, 'wx');
  writeSync(handle, String(process.pid));
  closeSync(handle);
  return () => rmSync(file, { force: true });
}

function holderOf(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    process.kill(pid, 0);
    return pid;
  } catch {
    return null; // no file, or its process is gone
  }
}
