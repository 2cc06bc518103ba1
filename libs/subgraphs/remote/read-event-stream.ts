import { StringDecoder } from 'node:string_decoder';
import type { Readable } from 'node:stream';

const LARGEST_EVENT = 8 * 1024 * 1024;

/**
 * The `next` events of a server-sent event stream (WHATWG HTML §9.2; graphql-sse, distinct
 * connections mode), read only as fast as they are asked for. A stream that ends without
 * `complete` has been cut off, and throws.
 */
export async function* readEventStream(stream: Readable): AsyncGenerator<unknown, void, undefined> {
  const decoder = new StringDecoder('utf8');
  let pending = '';
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    pending += decoder.write(chunk);
    if (pending.length > LARGEST_EVENT) throw new Error('an event is too large');
    for (let end = pending.indexOf('\n\n'); end >= 0; end = pending.indexOf('\n\n')) {
      const event = parseEvent(pending.slice(0, end));
      pending = pending.slice(end + 2);
      if (event.name === 'complete') return;
      if (event.name === 'next') yield JSON.parse(event.text);
    }
  }
  throw new Error('the event stream broke off');
}

function parseEvent(block: string): { name: string; text: string } {
  let name = 'message';
  const lines: string[] = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) name = line.slice(6).trim();
    else if (line.startsWith('data:')) lines.push(line.slice(5).trimStart());
  }
  return { name, text: lines.join('\n') };
}
