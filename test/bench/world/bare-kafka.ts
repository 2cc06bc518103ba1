import { Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';
import type { Broker } from '../benches/bench.js';

/** What a service without the hub would use: plain kafkajs with the hub's own login. */
export function bareClient({ brokers, username, password }: Broker): Kafka {
  return new Kafka({ clientId: 'bench', brokers: [...brokers], sasl: { mechanism: 'scram-sha-512', username, password }, logLevel: logLevel.ERROR });
}

/** As durable as the hub's: idempotent, one request under way. */
export async function bareProducer(client: Kafka): Promise<Producer> {
  const producer = client.producer({ createPartitioner: Partitioners.DefaultPartitioner, allowAutoTopicCreation: false, idempotent: true, maxInFlightRequests: 1 });
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
