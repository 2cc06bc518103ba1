import type { ServerResponse } from 'node:http';
import type { GraphResult } from '../answer/graph-error.js';

const KEEP_ALIVE_MS = 12_000;

/**
 * Results as server-sent events (graphql-sse protocol, distinct connections mode). The next result
 * is asked for only when the last has left: graphql-sse's own handler buffers without a bound.
 */
export async function writeEventStream(response: ServerResponse, results: AsyncIterableIterator<GraphResult>): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  response.write(':\n\n');
  const beat = setInterval(() => response.writableNeedDrain || response.write(':\n\n'), KEEP_ALIVE_MS);
  const gone = (): void => void results.return?.();
  response.once('close', gone);
  if (response.destroyed) gone(); // gone before there was anything to hear it by
  try {
    for await (const result of results) {
      if (!(await written(response, `event: next\ndata: ${JSON.stringify(result)}\n\n`))) break;
    }
    if (response.writable) response.write('event: complete\ndata:\n\n');
  } finally {
    clearInterval(beat);
    response.off('close', gone);
    response.end();
  }
}

/** False when the client is gone. */
function written(response: ServerResponse, text: string): Promise<boolean> {
  if (response.destroyed || !response.writable) return Promise.resolve(false);
  if (response.write(text)) return Promise.resolve(true);
  return new Promise((resolve) => {
    const settle = (there: boolean) => (): void => {
      response.off('drain', drained);
      response.off('close', closed);
      resolve(there);
    };
    const drained = settle(true);
    const closed = settle(false);
    response.once('drain', drained);
    response.once('close', closed);
  });
}
