import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '#libs/kernel';
import { toGraphError, type GraphResult, type Report } from '../answer/graph-error.js';
import { readBody } from './read-body.js';
import { sendRefusal } from './send-refusal.js';
import type { SubgraphExecutor, SubgraphRequest } from '../execution/subgraph-executor.js';
import { writeEventStream } from './write-event-stream.js';
import { ASSERTION_HEADER, type CallerAssertion } from '../remote/caller-assertion.js';

/** What the gateway may send at once: representations of many entities, so more than a client may. */
const LARGEST_QUESTION = 16 * 1024 * 1024;

export interface SubgraphPlace {
  readonly name: string;
  readonly executor: SubgraphExecutor;
  readonly assertion: CallerAssertion;
  readonly report: Report;
  /** `/subgraphs/<name>` when not said. */
  readonly path?: string;
}

/**
 * Serves one subgraph to the gateway alone: POST, with the gateway's assertion of the caller, and
 * nothing else of the request is believed. Returns the path it is mounted at.
 */
export function mountSubgraph(app: Express, place: SubgraphPlace): string {
  const path = place.path ?? `/subgraphs/${place.name}`;
  const callers = new WeakMap<Request, SubgraphRequest['context']['caller']>();
  const router = express.Router();
  router.use(async (request: Request, response: Response, next: NextFunction) => {
    try {
      callers.set(request, await place.assertion.verify(assertionIn(request.headers), place.name));
    } catch (error) {
      return sendRefusal(response, error as Refusal);
    }
    next();
  });
  router.use(readBody(LARGEST_QUESTION));
  router.use(async (request: Request, response: Response) => {
    const ends = new AbortController();
    response.once('close', () => ends.abort());
    const { query, variables } = request.body as { query: string; variables?: Record<string, unknown> };
    const context = { caller: callers.get(request)!, signal: ends.signal };
    await answer(place, { kind: 'query', query, variables: variables ?? {}, context }, request, response);
  });
  app.use(path, router);
  return path;
}

async function answer(place: SubgraphPlace, asked: SubgraphRequest, request: Request, response: Response): Promise<void> {
  try {
    if (request.headers.accept !== 'text/event-stream') {
      return send(response, await place.executor.execute(asked));
    }
    await writeEventStream(response, await place.executor.subscribe({ ...asked, kind: 'subscription' }));
  } catch (error) {
    if (response.headersSent) return void response.destroy();
    const coded = toGraphError(error, place.report, { subgraph: place.name, operation: asked.context.caller.operationId });
    send(response, { data: null, errors: [coded] });
  }
}

function send(response: Response, result: GraphResult): void {
  const body = Buffer.from(JSON.stringify(result));
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
  response.end(body);
}

function assertionIn(headers: IncomingHttpHeaders): string | undefined {
  const value = headers[ASSERTION_HEADER];
  return typeof value === 'string' ? value : undefined;
}
