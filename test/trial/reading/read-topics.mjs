/**
 * Reads topics from their beginning to their end as one agency, with kafkajs alone; prints a JSON line per message.
 * usage: read-topics.mjs SETTINGS.json    SETTINGS = {brokers, username, password, topics: [...]}
 */
import { readFileSync } from 'node:fs';
import kafkajs from 'kafkajs';

const { brokers, username, password, topics } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const kafka = new kafkajs.Kafka({
  clientId: 'trial', brokers: brokers.split(','), logLevel: kafkajs.logLevel.NOTHING,
  sasl: { mechanism: 'scram-sha-512', username, password },
});
const admin = kafka.admin();
await admin.connect();
const open = new Map();
for (const topic of topics) {
  for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
    if (BigInt(high) > BigInt(low)) open.set(`${topic}/${partition}`, BigInt(high) - 1n);
  }
}
await admin.disconnect();

const text = (raw) => raw === null || raw === undefined ? null : new TextDecoder('utf-8', { fatal: true }).decode(raw);
if (open.size === 0) process.exit(0); // nothing was ever written to any of them

const consumer = kafka.consumer({ groupId: `${username}.trial-${process.pid}`, allowAutoTopicCreation: false });
await consumer.connect();
await consumer.subscribe({ topics, fromBeginning: true });
const read = new Promise((resolve) => {
  void consumer.run({
    autoCommit: false,
    eachMessage: async ({ topic, partition, message }) => {
      const place = `${topic}/${partition}`;
      if (!open.has(place) && open.size === 0) return;
      const headers = Object.fromEntries(Object.entries(message.headers ?? {}).map(([name, value]) => [name, text(value)]));
      process.stdout.write(`${JSON.stringify({ topic, partition, offset: Number(message.offset), key: text(message.key), headers, value: text(message.value) })}\n`);
      if (BigInt(message.offset) >= (open.get(place) ?? -1n)) open.delete(place);
      if (open.size === 0) resolve();
    },
  });
});
await read;
await consumer.disconnect();
