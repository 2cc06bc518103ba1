import type { KafkaAdmin, StreamTopic } from '#libs/kafka';
import type { Directory } from './directory.js';
import type { Stream } from './model/participant.js';

type Broker = Pick<KafkaAdmin, 'ensureAgency'>;

/** Milliseconds after which topics are tried again that a broker could not make. */
const RETRY = 5_000;

/** What was last made for each agency, so that only what changed is asked of the broker. */
export type Provisioned = Map<string, string>;

/**
 * Makes every agency's topics and the rights on them as the directory says. Idempotent. A closed
 * stream's topic stays until its retention has run out: what was delivered on it was delivered.
 */
export async function provisionStreams(directory: Directory, broker: Broker, done: Provisioned = new Map()): Promise<void> {
  for (const { code } of directory.agencies()) {
    const streams = directory.streamsOf(code).map(topicOf);
    const plan = JSON.stringify(streams);
    if (done.get(code) === plan) continue;
    await broker.ensureAgency(code, streams);
    done.set(code, plan);
  }
}

/** Provisions now and after each change of the directory; a failure is told and tried again. Returns the way to stop. */
export function followStreams(directory: Directory, broker: Broker, failed: (error: unknown) => void): () => Promise<void> {
  const done: Provisioned = new Map();
  let stopped = false;
  let retry: NodeJS.Timeout | undefined;
  let work = Promise.resolve();
  const again = () => {
    clearTimeout(retry);
    work = work.then(() => (stopped ? undefined : provisionStreams(directory, broker, done))).catch((error: unknown) => {
      failed(error);
      if (!stopped) retry = setTimeout(again, RETRY).unref();
    });
  };
  const deaf = directory.onChange(again);
  again();
  return async () => {
    stopped = true;
    deaf();
    clearTimeout(retry);
    await work;
  };
}

/** Of a record only its last version matters; alerts are all read. */
function topicOf(stream: Stream): StreamTopic {
  return { name: stream.name, compacted: !stream.kinds.includes('alert') };
}
