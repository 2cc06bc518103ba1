import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { getOperationAST } from 'graphql';
import { Refusal, type Caller } from '#libs/kernel';
import { type DocumentCache, type Report, sendRefusal, toGraphError, writeEventStream } from '#libs/subgraphs';
import type { FederatedExecutor, Question } from '../execution/federated-executor.js';
import { callerHeaders, type CallerHeaders } from './caller-headers.js';
import type { Quota } from '../edge/quota.js';
import type { Authenticate } from '../edge/edge-settings.js';
import { watchedStream } from './watched-stream.js';

export interface Streams {
  readonly executor: FederatedExecutor;
  readonly documents: DocumentCache;
  readonly authenticate: Authenticate;
  readonly again: ((caller: Caller) => Promise<Caller>) | undefined;
  readonly report: Report;
  readonly recheck: number;
  readonly quota?: Quota | undefined;
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
  }, () => callerNow(streams, caller, callerHeaders(request.headers), request));
  await writeEventStream(response, results);
}

/** The subscription's results for as long as the caller may have them. */
export async function openStream(streams: Streams, question: Question, again: () => Promise<Caller>) {
  const ends = new AbortController();
  const { caller } = question.context;
  const source = await streams.executor.subscribe({ ...question, context: { caller, signal: ends.signal } });
  return watchedStream(source, {
    caller, again, everyMs: streams.recheck, stop: () => ends.abort(),
  });
}

/** Whom the beginning of a stream or connection stands for by now. */
export function callerNow({ again, authenticate }: Streams, caller: Caller, headers: CallerHeaders, request: IncomingMessage): Promise<Caller> {
  return again ? again(caller) : authenticate(headers, request);
}
