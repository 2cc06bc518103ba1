import type { Consumer, Kafka } from 'kafkajs';
import type { Pool } from 'pg';
import { bareTransaction } from '../../world/bare-tables.js';
import { AGENCY } from './handed-in.js';
import type { Tally } from './tally.js';

/** As many at once as the hub's intake takes. */
const AT_ONCE = 16;

/** A consumer that keeps each message as two rows, so many at once as the hub, and commits offsets as often. */
export async function bareReader(client: Kafka, topic: string, pool: Pool, tally: Tally): Promise<Consumer> {
  const consumer = client.consumer({ groupId: 'bench.bare', allowAutoTopicCreation: false, maxWaitTimeInMs: 500 });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    autoCommit: true, autoCommitInterval: 1_000, eachBatchAutoResolve: false,
    eachBatch: async ({ batch: { messages }, resolveOffset, commitOffsetsIfNecessary, heartbeat }) => {
      for (let first = 0; first < messages.length; first += AT_ONCE) {
        const chunk = messages.slice(first, first + AT_ONCE);
        await Promise.all(chunk.map(async ({ value }) => {
          await tally.begin();
          await bareTransaction(pool, AGENCY, JSON.stringify(JSON.parse(value!.toString())));
          tally.end();
        }));
        resolveOffset(chunk.at(-1)!.offset);
        await commitOffsetsIfNecessary();
        await heartbeat();
      }
    },
  });
  return consumer;
}
