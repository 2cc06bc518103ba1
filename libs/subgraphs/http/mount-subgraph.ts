import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { getOperationAST } from 'graphql';
import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '#libs/kernel';
import { refusedWith, toGraphError, type GraphResult, type Report } from '../answer/graph-error.js';
import { DocumentCache } from '../documents/document-cache.js';
import { QUESTION_LIMITS, SUBGRAPH_LIMITS } from '../documents/limits.js';
import { isAboutSchemaAlone } from '../documents/schema-questions.js';
import type { LocalExecutor } from '../execution/local-executor.js';
import type { SubgraphRequest } from '../execution/subgraph-executor.js';
import { ASSERTION_HEADER, type Asserted, type CallerAssertion } from '../remote/caller-assertion.js';
import type { WrittenQuestion } from './written-question.js';
import { notThisWay, readQuestion } from './read-question.js';
import { safeHeaders } from './safe-headers.js';
import { sendRefusal } from './send-refusal.js';
import { sendResult } from './send-result.js';
import { writeEventStream } from './write-event-stream.js';

/** What the gateway may send at once: representations of many entities, so more than a client may. */
const GATEWAY_QUESTIONS = { ...QUESTION_LIMITS, body: 16 * 1024 * 1024, values: 1_000_000 };

export interface SubgraphPlace {
  readonly name: string;
  readonly executor: LocalExecutor;
  readonly assertion: CallerAssertion;
  readonly report: Report;
  /** `/subgraphs/<name>` when not said. */
  readonly path?: string;
}

/**
 * Serves one subgraph to the gateway alone: with the gateway's assertion of the caller for this very
 * question, and nothing else of the request is believed. Returns the path it is mounted at.
 */
export function mountSubgraph(app: Express, place: SubgraphPlace): string {
  const path = place.path ?? `/subgraphs/${place.name}`;
  const documents = new DocumentCache(place.executor.schema, SUBGRAPH_LIMITS);
  const asserted = new WeakMap<Request, Asserted>();
  const router = express.Router();
  router.use(safeHeaders);
  router.use((request: Request, response: Response, next: NextFunction) => {
    try {
      asserted.set(request, place.assertion.verify(assertionIn(request.headers), { audience: place.name, method: request.method }));
    } catch (error) {
      return sendRefusal(response, error as Refusal);
    }
    next();
  });
  router.use(readQuestion(GATEWAY_QUESTIONS, (request, body) => asserted.get(request)!.expect({ search: searchOf(request), body })));
  router.use(async (request: Request, response: Response) => {
    const ends = new AbortController();
    // After a whole answer there is nothing left to end, and an abort costs its stack.
    response.once('close', () => { if (!response.writableFinished) ends.abort(); });
    const { query, variables } = request.body as WrittenQuestion;
    const context = { caller: asserted.get(request)!.caller, signal: ends.signal };
    const asked: SubgraphRequest = { kind: 'query', query: query ?? '', variables: variables ?? {}, context };
    const refused = refusedBefore(documents, request);
    if (refused) return refused instanceof Refusal ? sendRefusal(response, refused) : sendResult(response, refused);
    await answer(place, asked, request, response);
  });
  app.use(path, router);
  return path;
}

function searchOf({ originalUrl }: Request): string {
  return new URL(originalUrl, 'http://subgraph.invalid').search;
}

/** What is wrong with a question before it is asked, or null. */
function refusedBefore(documents: DocumentCache, request: Request): GraphResult | Refusal | null {
  const { query, operationName } = request.body as WrittenQuestion;
  if (query === undefined) return Refusal.because('REQUEST_MALFORMED', 'query', 'hub', 'a subgraph knows no documents by id');
  const read = documents.read(query);
  if ('errors' in read) return { errors: read.errors };
  if (request.method === 'GET' && !isAboutSchemaAlone(read.document)) return notThisWay();
  const operation = getOperationAST(read.document, operationName);
  const streams = request.headers.accept === 'text/event-stream';
  if (operation && streams === (operation.operation === 'subscription')) return null;
  return { errors: [refusedWith(Refusal.because('QUERY_INVALID', 'operationName', 'GraphQL over HTTP', 'no such operation is answered here'))] };
}

async function answer(place: SubgraphPlace, asked: SubgraphRequest, request: Request, response: Response): Promise<void> {
  try {
    if (request.headers.accept !== 'text/event-stream') return sendResult(response, await place.executor.execute(asked));
    await writeEventStream(response, await place.executor.subscribe({ ...asked, kind: 'subscription' }));
  } catch (error) {
    if (response.headersSent) return void response.destroy();
    const coded = toGraphError(error, place.report, { subgraph: place.name, operation: asked.context.caller.operationId });
    sendResult(response, { data: null, errors: [coded] });
  }
}

function assertionIn(headers: IncomingHttpHeaders): string | undefined {
  const value = headers[ASSERTION_HEADER];
  return typeof value === 'string' ? value : undefined;
}
