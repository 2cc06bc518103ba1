import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka as Client, logLevel } from 'kafkajs';
import type { BrokerLogin } from '../services/index.js';

/** The version of the `kcat` on the path, or null. */
export const KCAT = /Version (\S+)/u.exec(String(spawnSync('kcat', ['-V'], { encoding: 'utf8' }).stdout))?.[1] ?? null;

/** What an agency's people do with a client off the shelf. Each gives what the broker said when it refused, or what came. */
export interface ShelfClient {
  /** Names of all topics that the broker tells of. */
  list(): Promise<string[]>;
  consume(topic: string): Promise<string>;
  consumeInGroup(group: string, topic: string): Promise<string>;
  produce(topic: string): Promise<string>;
  beginTransaction(id: string, topic: string): Promise<string>;
  close(): void;
}

/** Debian's own client where it is installed, else kafkajs. */
export const shelfClient = (login: BrokerLogin): ShelfClient => (KCAT ? kcat(login) : plainKafkajs(login));

function kcat({ brokers, username, password }: BrokerLogin): ShelfClient {
  const folder = mkdtempSync(join(tmpdir(), 'amanat-kcat-'));
  const file = join(folder, 'login');
  // A command line can be read by every user of the machine; SASL/PLAIN because of deploy/local/README.md.
  writeFileSync(file, [
    `bootstrap.servers=${brokers.join(',')}`, 'security.protocol=SASL_PLAINTEXT', 'sasl.mechanisms=PLAIN', `sasl.username=${username}`, `sasl.password=${password}`,
  ].join('\n'), { mode: 0o600 });
  const run = (args: readonly string[], input = '') => new Promise<string>((resolve) => {
    const child = execFile('kcat', ['-F', file, ...args], { timeout: 6_000 }, (error, out, errors) => resolve(error ? `${errors} ${error.killed ? 'no answer' : ''}` : out));
    child.stdin!.on('error', () => undefined);
    child.stdin!.end(input);
  });
  return {
    list: async () => (JSON.parse(await run(['-L', '-J'])) as { topics: { topic: string }[] }).topics.map(({ topic }) => topic),
    consume: (topic) => run(['-C', '-t', topic, '-p', '0', '-o', 'beginning', '-e']),
    consumeInGroup: (group, topic) => run(['-G', group, topic, '-X', 'auto.offset.reset=earliest', '-e']),
    produce: (topic) => run(['-P', '-t', topic, '-X', 'message.timeout.ms=3000'], 'forged'),
    beginTransaction: (id, topic) => run(['-P', '-t', topic, '-X', `transactional.id=${id}`], 'forged'),
    close: () => rmSync(folder, { recursive: true }),
  };
}

function plainKafkajs({ brokers, username, password }: BrokerLogin): ShelfClient {
  const client = new Client({ brokers: [...brokers], sasl: { mechanism: 'scram-sha-512', username, password }, logLevel: logLevel.NOTHING, retry: { retries: 1, initialRetryTime: 50 } });
  const told = async (work: Promise<unknown>) => work.then(() => 'done', wordOf);
  const consumeInGroup = (groupId: string, topic: string) => told((async () => {
    const consumer = client.consumer({ groupId, allowAutoTopicCreation: false });
    const crashed = new Promise<never>((_, reject) => consumer.on('consumer.crash', ({ payload }) => reject(payload.error)));
    await consumer.connect();
    try {
      await consumer.subscribe({ topic });
      await Promise.race([crashed, consumer.run({ eachMessage: async () => undefined }).then(() => new Promise((resolve) => setTimeout(resolve, 1_000)))]);
    } finally {
      await consumer.disconnect();
    }
  })());
  const produceWith = (topic: string, transactionalId?: string) => told((async () => {
    const producer = client.producer({ allowAutoTopicCreation: false, ...(transactionalId ? { transactionalId, idempotent: true, maxInFlightRequests: 1 } : {}) });
    await producer.connect();
    try {
      const sender = transactionalId ? await producer.transaction() : producer;
      await sender.send({ topic, messages: [{ value: 'forged' }] });
    } finally {
      await producer.disconnect();
    }
  })());
  const withAdmin = async <Result>(work: (admin: ReturnType<Client['admin']>) => Promise<Result>) => {
    const admin = client.admin();
    await admin.connect();
    return work(admin).finally(() => admin.disconnect());
  };
  return {
    list: () => withAdmin((admin) => admin.listTopics()),
    consume: (topic) => told(withAdmin((admin) => admin.fetchTopicMetadata({ topics: [topic] }))),
    consumeInGroup, produce: (topic) => produceWith(topic), beginTransaction: (id, topic) => produceWith(topic, id),
    close: () => undefined,
  };
}

interface Fault {
  readonly type?: string;
  readonly message: string;
  readonly cause?: Fault;
}

/** The broker's own word, which kafkajs wraps when it has tried again. */
function wordOf({ type, message, cause }: Fault): string {
  return type ?? (cause ? wordOf(cause) : message);
}
