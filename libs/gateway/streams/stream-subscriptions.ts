import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { getOperationAST } from 'graphql';
import { Refusal, type Caller } from '#libs/kernel';
import { type DocumentCache, type Report, sendRefusal, toGraphError, writeEventStream } from '#libs/subgraphs';
import type { FederatedExecutor, Question } from '../execution/federated-executor.js';
import { callerHeaders } from './caller-headers.js';
import type { Authenticate } from '../edge/edge-settings.js';
import { watchedStream } from './watched-stream.js';

export interface Streams {
  readonly executor: FederatedExecutor;
  readonly documents: DocumentCache;
  readonly authenticate: Authenticate;
  readonly report: Report;
  readonly recheck: number;
}

/** `POST /graphql/stream`: one subscription per request, as server-sent events. */
export function streamSubscriptions(streams: Streams, callerOf: (request: Request) => Caller): RequestHandler {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    try {
      await answer(streams, callerOf(request), request, response);
    } catch (error) {
      if (!(error instanceof Refusal)) toGraphError(error, streams.report);
      if (response.headersSent) response.destroy();
      else if (error instanceof Refusal) sendRefusal(response, error);
      else next(error);
    }
  };
}

async function answer(streams: Streams, caller: Caller, request: Request, response: Response): Promise<void> {
  const headers = callerHeaders(request.headers);
  const { query, operationName, variables } = request.body as { query: string; operationName?: string; variables?: Record<string, unknown> };
  const read = streams.documents.read(query);
  if ('errors' in read) {
    response.status(400).json({ errors: read.errors });
    return;
  }
  if (getOperationAST(read.document, operationName)?.operation !== 'subscription') {
    throw Refusal.because('QUERY_INVALID', 'query', 'GraphQL over SSE', 'this address answers one subscription');
  }
  const results = await openStream(streams, {
    document: read.document, operationName, variables, context: { caller },
  }, headers);
  await writeEventStream(response, results);
}

/** The subscription's results for as long as the caller may have them. */
export async function openStream(streams: Streams, question: Question, headers: Readonly<Record<string, string | undefined>>) {
  const ends = new AbortController();
  const { caller } = question.context;
  const source = await streams.executor.subscribe({ ...question, context: { caller, signal: ends.signal } });
  return watchedStream(source, {
    caller, again: () => streams.authenticate(headers), everyMs: streams.recheck, stop: () => ends.abort(),
  });
}
