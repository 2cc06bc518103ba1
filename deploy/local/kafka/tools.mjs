/** Kafka's own command line tools, and the wait for a broker that answers. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { HUB_USER } from './settings.mjs';

/**
 * Runs the Java class `main`. All arguments travel in a file that only we may read: passwords are
 * among them, and every user of the machine may read a command line.
 */
export async function runTool(home, java, main, args) {
  const file = join(home, `arguments-${randomUUID()}`);
  const quoted = [...java, main, ...args].map((argument) => `"${argument.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`);
  writeFileSync(file, quoted.join('\n'), { mode: 0o600 });
  try {
    await promisify(execFile)('java', [`@${file}`], { cwd: home });
  } catch (error) {
    throw new Error(`${main} failed: ${String(error.stderr || error.stdout).slice(-2000)}`);
  } finally {
    rmSync(file, { force: true });
  }
}

/** Gives the users in `names` the passwords in `users`, on a running broker. */
export async function writeUsers(home, java, brokers, users, names) {
  const login = join(home, `login-${randomUUID()}`);
  writeFileSync(login, [
    'security.protocol=SASL_PLAINTEXT', 'sasl.mechanism=SCRAM-SHA-512',
    `sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="${HUB_USER}" password="${users[HUB_USER]}";`,
  ].join('\n'), { mode: 0o600 });
  try {
    for (const name of names) {
      await runTool(home, java, 'kafka.admin.ConfigCommand', [
        '--bootstrap-server', brokers, '--command-config', login, '--alter', '--entity-type', 'users',
        '--entity-name', name, '--add-config', `SCRAM-SHA-512=[iterations=4096,password=${users[name]}]`,
      ]);
    }
  } finally {
    rmSync(login, { force: true });
  }
}

/** Resolves when the hub's user can log in and is told of a broker; fails when the process ends. */
export async function awaitBroker(brokers, secret, service, log) {
  const { Kafka, logLevel } = await import('kafkajs');
  const sasl = { mechanism: 'scram-sha-512', username: HUB_USER, password: secret };
  const kafka = new Kafka({ clientId: 'start', brokers: [brokers], sasl, logLevel: logLevel.NOTHING, retry: { retries: 0 } });
  for (let waited = 0; ; waited += 100) {
    const admin = kafka.admin();
    try {
      await admin.connect();
      if ((await admin.describeCluster()).brokers.length) return;
    } catch (error) {
      if (waited > 90_000) throw error;
    } finally {
      await admin.disconnect().catch(() => {});
    }
    if (!service.running()) throw new Error(`Kafka ended at its start; see ${log}`);
    await pause(100);
  }
}
