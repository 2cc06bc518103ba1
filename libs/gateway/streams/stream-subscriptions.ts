import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { FederatedExecutor, Question } from '#libs/federation';
import { Refusal, type Caller } from '#libs/kernel';
import { notThisWay, sendErrors, sendRefusal, toGraphError, writeEventStream, type Report, type WrittenQuestion } from '#libs/subgraphs';
import type { QuestionDesk } from '../asking/question-desk.js';
import type { EdgeLimits } from '../edge/edge-limits.js';
import type { Authenticate } from '../edge/edge-settings.js';
import type { Inspect } from '../edge/entrance.js';
import type { Quota } from '../edge/quota.js';
import { callerHeaders, type CallerHeaders } from './caller-headers.js';
import type { OpenStreams } from './open-streams.js';
import { watchedStream } from './watched-stream.js';

export interface Streams {
  readonly executor: FederatedExecutor;
  readonly desk: QuestionDesk;
  readonly inspect: Inspect;
  readonly authenticate: Authenticate;
  readonly again: ((caller: Caller) => Promise<Caller>) | undefined;
  readonly mayAnswer: (() => Promise<void>) | undefined;
  readonly report: Report;
  readonly recheck: number;
  readonly quota?: Quota | undefined;
  readonly limits: EdgeLimits;
  readonly open: OpenStreams;
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
  if (request.method !== 'POST') throw notThisWay();
  const question = request.body as WrittenQuestion;
  const read = streams.desk.read(caller, question);
  if ('errors' in read) return sendErrors(response, read.errors);
  if (read.operation.operation !== 'subscription') {
    throw Refusal.because('QUERY_INVALID', 'query', 'GraphQL over SSE', 'this address answers one subscription');
  }
  const { operationName, variables } = question;
  const again = () => callerNow(streams, caller, callerHeaders(request.headers), request);
  const results = await openStream(streams, { document: read.document, operationName, variables, context: { caller } }, again);
  await writeEventStream(response, results);
}

/** The subscription's results for as long as the caller may have them. @throws Refusal */
export async function openStream(streams: Streams, question: Question, again: () => Promise<Caller>) {
  const ends = new AbortController();
  const { caller } = question.context;
  const release = streams.open.take(caller.client);
  try {
    const source = await streams.executor.subscribe({ ...question, context: { caller, signal: ends.signal } });
    const stop = () => {
      release();
      ends.abort();
    };
    return watchedStream(source, { caller, again, everyMs: streams.recheck, stop });
  } catch (error) {
    release();
    throw error;
  }
}

/** Whom the beginning of a stream or connection stands for by now. @throws Refusal also while nobody may be answered */
export async function callerNow({ again, authenticate, mayAnswer }: Streams, caller: Caller, headers: CallerHeaders, request: IncomingMessage): Promise<Caller> {
  await mayAnswer?.();
  return again ? again(caller) : authenticate(headers, request);
}
