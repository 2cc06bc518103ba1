import http from 'node:http';
import https from 'node:https';

/** Bytes that a subgraph may answer with; more is a failure, not a bigger buffer. */
const LARGEST_ANSWER = 32 * 1024 * 1024;
const CONNECTIONS = 128;

export interface ConnectionSettings {
  readonly url: string;
  /** Milliseconds for a whole answer, and for the head of an event stream. */
  readonly timeout: number;
}

interface Posting {
  readonly repeatable: boolean;
  /** Ends the request with the client's interest. */
  readonly signal?: AbortSignal;
}

/** Kept-alive HTTP connections to one subgraph process. */
export class SubgraphConnection {
  readonly #url: URL;
  readonly #agent: http.Agent;

  constructor(private readonly settings: ConnectionSettings) {
    this.#url = new URL(settings.url);
    const Agent = this.#url.protocol === 'https:' ? https.Agent : http.Agent;
    this.#agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  }

  close(): void {
    this.#agent.destroy();
  }

  /** The whole answer. A stale kept-alive socket is tried again once where asking twice does no harm, with headers made anew. */
  async post(body: string, headers: () => http.OutgoingHttpHeaders, { repeatable, signal }: Posting): Promise<{ status: number; body: string }> {
    const request = this.#request(body, headers(), signal);
    const timer = setTimeout(() => request.destroy(new Error('timeout')), this.settings.timeout);
    try {
      const response = await answered(request);
      return { status: response.statusCode ?? 0, body: await readAll(response) };
    } catch (error) {
      const stale = repeatable && request.reusedSocket && (error as { code?: string }).code === 'ECONNRESET';
      if (!stale) throw error;
    } finally {
      clearTimeout(timer);
    }
    return this.post(body, headers, { repeatable: false, signal });
  }

  /** The answer's stream, once its head is there. Whoever gets it must destroy it. */
  async open(body: string, headers: http.OutgoingHttpHeaders, signal?: AbortSignal): Promise<http.IncomingMessage> {
    const request = this.#request(body, headers, signal);
    const timer = setTimeout(() => request.destroy(new Error('timeout')), this.settings.timeout);
    try {
      return await answered(request);
    } finally {
      clearTimeout(timer);
    }
  }

  #request(body: string, headers: http.OutgoingHttpHeaders, signal?: AbortSignal): http.ClientRequest {
    const { request } = this.#url.protocol === 'https:' ? https : http;
    const length = Buffer.byteLength(body);
    const asked = request(this.#url, {
      method: 'POST', agent: this.#agent, signal,
      headers: { 'content-type': 'application/json', 'content-length': length, ...headers },
    });
    asked.end(body);
    return asked;
  }
}

function answered(request: http.ClientRequest): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', reject);
  });
}

export async function readAll(response: http.IncomingMessage, limit = LARGEST_ANSWER): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) throw new Error('the answer is too large');
    chunks.push(chunk);
  }
  if (!response.complete) throw new Error('the answer broke off');
  return Buffer.concat(chunks, length).toString('utf8');
}
