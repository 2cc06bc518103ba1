import type { IncomingMessage } from 'node:http';
import { Refusal } from '#libs/kernel';
import { unavailable, type GraphError, type GraphResult, type Report, traceOf } from '../answer/graph-error.js';
import { ASSERTION_HEADER, type CallerAssertion } from './caller-assertion.js';
import { mapEvents } from '../execution/map-events.js';
import { readEventStream } from './read-event-stream.js';
import { readAll, SubgraphConnection } from './subgraph-connection.js';
import type { SubgraphExecutor, SubgraphRequest } from '../execution/subgraph-executor.js';

export interface HttpExecutorSettings {
  readonly name: string;
  readonly url: string;
  readonly assertion: CallerAssertion;
  readonly report: Report;
  /** Milliseconds; 30 s when not said. */
  readonly timeout?: number;
}

/** A subgraph of another process, served there by `mountSubgraph`. */
export class HttpExecutor implements SubgraphExecutor {
  readonly #connection: SubgraphConnection;

  constructor(private readonly settings: HttpExecutorSettings) {
    this.#connection = new SubgraphConnection({ url: settings.url, timeout: settings.timeout ?? 30_000 });
  }

  async execute(request: SubgraphRequest): Promise<GraphResult> {
    try {
      const body = bodyOf(request);
      const headers = () => this.#headers('application/json', body, request);
      const answer = await this.#connection.post(body, headers, { repeatable: request.kind === 'query', signal: request.context.signal });
      return this.#read(answer.status, answer.body);
    } catch (error) {
      return this.#failed(error, request);
    }
  }

  async subscribe(request: SubgraphRequest): Promise<AsyncIterableIterator<GraphResult>> {
    const { signal } = request.context;
    const stream = await this.#open(request, signal);
    if (!String(stream.headers['content-type']).startsWith('text/event-stream')) {
      throw refusalOf(this.#read(stream.statusCode ?? 0, await readAll(stream)));
    }
    return mapEvents(readEventStream(stream), {
      map: (event) => event as GraphResult,
      failed: (error) => this.#failed(error, request),
      ended: () => stream.destroy(),
    });
  }

  async close(): Promise<void> {
    this.#connection.close();
  }

  async #open(request: SubgraphRequest, signal?: AbortSignal): Promise<IncomingMessage> {
    try {
      const body = bodyOf(request);
      return await this.#connection.open(body, this.#headers('text/event-stream', body, request), signal);
    } catch (error) {
      throw refusalOf(this.#failed(error, request));
    }
  }

  #headers(accept: string, body: string, { context }: SubgraphRequest): Record<string, string> {
    const call = { audience: this.settings.name, method: 'POST', search: new URL(this.settings.url).search, body };
    return { accept, [ASSERTION_HEADER]: this.settings.assertion.sign(context.caller, call) };
  }

  #read(status: number, body: string): GraphResult {
    const answer = JSON.parse(body) as GraphResult;
    const ours = typeof answer === 'object' && answer !== null && ('data' in answer || Array.isArray(answer.errors));
    // A subgraph that does not believe the gateway is a fault of the hub, not of the client.
    if (!ours || (status !== 200 && status !== 400)) throw new Error(`subgraph answered ${status}`);
    return answer;
  }

  #failed(error: unknown, { context }: SubgraphRequest): GraphResult {
    this.settings.report('gateway.subgraph-unavailable', {
      subgraph: this.settings.name, operation: context.caller.operationId, ...traceOf(error),
    });
    return { data: null, errors: [unavailable()] };
  }
}

function bodyOf({ query, variables }: SubgraphRequest): string {
  return JSON.stringify({ query, variables });
}

function refusalOf(result: GraphResult): Refusal {
  const error: GraphError = result.errors?.[0] ?? unavailable();
  const { code, issues } = error.extensions;
  return issues?.length ? Refusal.of(issues) : Refusal.because(code, '', 'hub', error.message);
}
