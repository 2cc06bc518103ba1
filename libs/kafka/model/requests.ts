export interface OutgoingMessage {
  /** Messages of one key keep their order. */
  readonly key: string;
  /** Null is a tombstone. */
  readonly value: Buffer | string | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface TopicMessages {
  readonly topic: string;
  readonly messages: readonly OutgoingMessage[];
}

/**
 * Cuts what is to be sent into requests of at most `most` bytes, in order; a larger message goes by itself. A broker
 * holds all that one request brings to a partition to the bound of a single message, and refuses it for ever.
 */
export function requestsOf(batches: readonly TopicMessages[], most: number): TopicMessages[][] {
  const requests: { topic: string; messages: OutgoingMessage[] }[][] = [];
  let left = 0;
  for (const { topic, messages } of batches) {
    for (const message of messages) {
      const bytes = bytesOf(message);
      if (requests.length === 0 || bytes > left) {
        requests.push([]);
        left = most;
      }
      left -= bytes;
      const request = requests.at(-1)!;
      if (request.at(-1)?.topic !== topic) request.push({ topic, messages: [] });
      request.at(-1)!.messages.push(message);
    }
  }
  return requests;
}

/** Each header counts as 100 bytes: names and values are short. */
function bytesOf({ key, value, headers }: OutgoingMessage): number {
  return key.length + (value === null ? 0 : Buffer.byteLength(value)) + 100 * Object.keys(headers).length;
}
