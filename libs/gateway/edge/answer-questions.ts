import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { Refusal, type Caller } from '#libs/kernel';
import { isAboutSchemaAlone, notThisWay, refusedWith, sendRefusal, sendResult, type WrittenQuestion } from '#libs/subgraphs';
import type { QuestionDesk } from '../asking/question-desk.js';
import { withinTime } from '../asking/within-time.js';
import type { ApolloEdge } from './apollo-edge.js';
import { countSubmissions, type Quota } from './quota.js';

export interface Answering {
  readonly desk: QuestionDesk;
  readonly apollo: ApolloEdge;
  readonly quota?: Quota | undefined;
  /** Milliseconds. */
  readonly time: number;
}

/** Queries and mutations: one question, one answer. */
export function answerQuestions(answering: Answering, callerOf: (request: Request) => Caller): RequestHandler {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    try {
      await answer(answering, callerOf(request), request, response);
    } catch (error) {
      if (error instanceof Refusal) sendRefusal(response, error);
      else next(error);
    }
  };
}

async function answer({ desk, apollo, quota, time }: Answering, caller: Caller, request: Request, response: Response): Promise<void> {
  const question = request.body as WrittenQuestion;
  const read = desk.read(caller, question);
  if ('errors' in read) return sendResult(response, { errors: read.errors });
  // A URL stands in the logs of every proxy on its way, with the names that are asked for.
  if (request.method === 'GET' && !isAboutSchemaAlone(read.document)) throw notThisWay();
  if (read.operation.operation === 'subscription') return sendResult(response, { errors: [refusedWith(subscriptionHere())] });
  countSubmissions(quota, caller, read.document, read.operation);
  const { operationName, variables } = question;
  sendResult(response, await withinTime(time, (signal) => apollo.answer({ text: read.text, operationName, variables }, { caller, signal })));
}

function subscriptionHere(): Refusal {
  return Refusal.because('QUERY_INVALID', 'query', 'GraphQL over HTTP', 'subscriptions are answered at the stream and by WebSocket');
}
