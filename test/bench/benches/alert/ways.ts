import { randomUUID } from 'node:crypto';
import type { Producer } from 'kafkajs';
import { alertDocument } from '../../../world/documents.js';
import { SUBMISSIONS } from '../../../world/hub/client.js';
import type { Received, Reception } from './reception.js';

/** A way for an alert to go from one agency to another. */
export interface Way {
  /** Resolves when it is acknowledged, with the key under which it will come. */
  raise(): Promise<string>;
  readonly reception: Reception;
}

export function hubWay(send: (body: unknown) => Promise<string>, reception: Reception): Way {
  let turn = 0;
  return {
    reception,
    raise: async () => {
      const document = alertDocument({ text: `Visit visas are used for work that does not exist: house ${turn++}.` });
      const body = { query: SUBMISSIONS.alert, variables: { document, key: randomUUID() } };
      const { data, errors } = JSON.parse(await send(body).catch((error) => sendAgain(error, () => send(body))));
      if (!data?.receipt) throw new Error(`the hub refused an alert: ${JSON.stringify(errors)}`);
      return data.receipt.id as string;
    },
  };
}

/** The same bytes that the hub sends, straight to a topic, acknowledged by all replicas. */
export function bareWay(producer: Producer, topic: string, reception: Reception, sample: () => Received): Way {
  return {
    reception,
    raise: async () => {
      const key = randomUUID();
      const { value, headers } = sample();
      await producer.send({ topic, acks: -1, messages: [{ key, value, headers }] });
      return key;
    },
  };
}

/** The hub closes connections that rest, and may do so just when one is used again; under the same key a second try is the same alert. */
function sendAgain(error: NodeJS.ErrnoException, send: () => Promise<string>): Promise<string> {
  if (error.code !== 'ECONNRESET') throw error;
  return send();
}
