import { Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';
import type { Broker } from '../benches/bench.js';

/** What a service without the hub would use: plain kafkajs with the hub's own login. */
export function bareClient({ brokers, username, password }: Broker): Kafka {
  return new Kafka({ clientId: 'bench', brokers: [...brokers], sasl: { mechanism: 'scram-sha-512', username, password }, logLevel: logLevel.ERROR });
}

/** As the hub's: idempotent, one request under way. */
export function bareProducer(client: Kafka): Promise<Producer> {
  return connected(client.producer({ ...PLAIN, idempotent: true, maxInFlightRequests: 1 }));
}

/** For messages that are sent one by one, as they come: none waits for the one before. */
export function eagerProducer(client: Kafka): Promise<Producer> {
  return connected(client.producer(PLAIN));
}

const PLAIN = { createPartitioner: Partitioners.DefaultPartitioner, allowAutoTopicCreation: false };

async function connected(producer: Producer): Promise<Producer> {
  await producer.connect();
  return producer;
}

/** A topic as the hub makes them for agencies. */
export async function bareTopic(client: Kafka, topic: string): Promise<void> {
  const admin = client.admin();
  await admin.connect();
  try {
    await admin.createTopics({ topics: [{ topic, numPartitions: 1, replicationFactor: 1 }], waitForLeaders: true });
  } finally {
    await admin.disconnect();
  }
}
