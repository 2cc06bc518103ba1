/** A real Apache Kafka broker (KRaft, one node, SASL, ACLs) in a folder of its own. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HUB_USER, NODE_USER, serverProperties } from './settings.mjs';
import { awaitBroker, runTool, writeUsers } from './tools.mjs';
import { password, portLike, recall, remember } from '../memory.mjs';
import { endLeftover, startService } from '../service.mjs';

const LOGGING = fileURLToPath(new URL('log4j2.yaml', import.meta.url));
const JVM = ['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', '-Xshare:auto', '-Djava.awt.headless=true'];

/**
 * Starts the broker in `folder`, formatted there on first use, from the jars in `jars`. `users`
 * ({name: password}) get SCRAM-SHA-512 credentials; `hub`, the super-user, must be among them.
 * Users that came later, or whose password changed, are written to the running broker.
 */
export async function startKafka(folder, users, { jars, quick = false } = {}) {
  if (!users[HUB_USER]) throw new Error(`the broker needs a password for its user ${HUB_USER}`);
  const home = resolve(folder);
  mkdirSync(home, { recursive: true });
  const pidFile = join(home, 'pid');
  await endLeftover(pidFile, home);
  const memory = join(home, 'kafka.json');
  const known = recall(memory, { node: password(), users: {} });
  known.client = await portLike(known.client);
  do known.controller = await portLike(known.controller); while (known.controller === known.client);
  const properties = join(home, 'server.properties');
  writeFileSync(properties, serverProperties(home, known, known.node, users), { mode: 0o600 });
  const java = javaIn(home, jars, quick);
  if (!existsSync(join(home, 'log', 'meta.properties'))) {
    await format(home, java, properties, { ...users, [NODE_USER]: known.node });
    known.users = users;
  }
  remember(memory, known);
  return running(home, java, { properties, pidFile, memory, known, users });
}

/** `quick` trades peak speed for an earlier start: right for tests, wrong for benches. */
function javaIn(home, jars, quick) {
  const compiler = quick ? ['-XX:TieredStopAtLevel=1'] : [];
  return [...JVM, ...compiler, `-Dlog4j2.configurationFile=${LOGGING}`, `-Dkafka.logs.dir=${home}`, '-cp', `${resolve(jars)}/*`];
}

/** Passwords go to Java in an argument file: a command line can be read by every user. */
async function format(home, java, properties, users) {
  rmSync(join(home, 'log'), { recursive: true, force: true });
  const scram = Object.entries(users).flatMap(([name, secret]) => ['--add-scram', `SCRAM-SHA-512=[name=${name},password=${secret}]`]);
  const cluster = randomBytes(16).toString('base64url').replace(/^-/, 'A');
  await runTool(home, java, 'kafka.tools.StorageTool', ['format', '-t', cluster, '-c', properties, ...scram]);
}

async function running(home, java, { properties, pidFile, memory, known, users }) {
  const log = join(home, 'kafka.log');
  const service = startService('java', [...java, 'kafka.Kafka', properties], { log, pidFile, cwd: home });
  const brokers = `127.0.0.1:${known.client}`;
  try {
    await awaitBroker(brokers, users[HUB_USER], service, log);
    const changed = Object.keys(users).filter((name) => known.users[name] !== users[name]);
    if (changed.length) await writeUsers(home, java, brokers, users, changed);
  } catch (error) {
    await service.kill();
    throw error;
  }
  if (JSON.stringify(known.users) !== JSON.stringify(users)) remember(memory, { ...known, users });
  return { brokers, pid: service.pid, ended: service.ended, stop: service.stop, kill: service.kill };
}
