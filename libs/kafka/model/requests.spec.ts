import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { requestsOf, type TopicMessages } from './requests.js';

const message = fc.record({ key: fc.constantFrom('a', 'b'), value: fc.nat(900).map((bytes) => Buffer.alloc(bytes)), headers: fc.constant({}) });
const batches = fc.array(fc.record({ topic: fc.constantFrom('one', 'two', 'three'), messages: fc.array(message, { maxLength: 8 }) }), { maxLength: 5 });
const bytesIn = (request: readonly TopicMessages[]) => request.flatMap(({ messages }) => messages).reduce((sum, { key, value }) => sum + key.length + value!.length, 0);
const on = (topic: string, sent: readonly TopicMessages[]) => sent.filter((batch) => batch.topic === topic).flatMap(({ messages }) => messages);

describe('what is sent at once', () => {
  it('leaves whole, in order, and in requests that a broker takes', () => {
    fc.assert(fc.property(batches, fc.integer({ min: 1, max: 1_500 }), (given, most) => {
      const requests = requestsOf(given, most);
      for (const topic of ['one', 'two', 'three']) expect(on(topic, requests.flat())).toEqual(on(topic, given));
      for (const request of requests) expect(bytesIn(request) <= most || request.flatMap(({ messages }) => messages).length === 1).toBe(true);
    }));
  });
});
