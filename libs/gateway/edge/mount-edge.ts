import type { NextFunction, Request, Response } from 'express';
import { SCALARS } from '#libs/contracts';
import { FederatedExecutor, HiveQueryPlanner, Supergraph } from '#libs/federation';
import { Refusal, type Caller } from '#libs/kernel';
import { DocumentCache, readQuestion, safeHeaders, sendRefusal, toGraphError, type Report } from '#libs/subgraphs';
import { QuestionDesk } from '../asking/question-desk.js';
import { CostModel } from '../cost/cost-model.js';
import { OpenStreams } from '../streams/open-streams.js';
import { socketSubscriptions } from '../streams/socket-subscriptions.js';
import { streamSubscriptions, type Streams } from '../streams/stream-subscriptions.js';
import { answerQuestions } from './answer-questions.js';
import { apolloEdge } from './apollo-edge.js';
import { EDGE_LIMITS } from './edge-limits.js';
import type { EdgePlace, EdgeSettings } from './edge-settings.js';
import { atTheDoor, inspection } from './entrance.js';

export interface Edge {
  readonly executor: FederatedExecutor;
  /** Ends the open streams and closes the connections to subgraphs; the HTTP server stays the caller's. */
  stop(): Promise<void>;
}

/**
 * Mounts the public API: `path` (queries and mutations), `path`/stream (subscriptions by
 * server-sent events) and, given a server, `path` by WebSocket. Throws when the supergraph uses a
 * feature that the executor does not cover.
 */
export async function mountEdge({ app, server }: EdgePlace, settings: EdgeSettings): Promise<Edge> {
  const { path = '/graphql', report, executors } = settings;
  const limits = { ...EDGE_LIMITS, ...settings.limits };
  const supergraph = new Supergraph(settings.supergraph, SCALARS);
  const { publicSchema, entities } = supergraph;
  const executor = new FederatedExecutor(supergraph, settings.planner ?? new HiveQueryPlanner(settings.supergraph), executors, report);
  const documents = new DocumentCache(publicSchema, limits);
  const desk = new QuestionDesk(documents, new CostModel(publicSchema, entities), settings.documents ?? (() => null), limits.cost);
  const { authenticate, again, mayAnswer, quota, recheck = 500, origins = [] } = settings;
  const inspect = inspection(origins, limits);
  const streams: Streams = { executor, desk, inspect, authenticate, again, mayAnswer, report, quota, recheck, limits, open: new OpenStreams(limits.streams) };
  const apollo = await apolloEdge(executor, documents, report);
  const callers = new WeakMap<Request, Caller>();
  const callerOf = (request: Request) => callers.get(request)!;
  const door = { inspect, authenticate, mayAnswer, quota, callers, report };
  const question = readQuestion(limits);
  app.use(path, safeHeaders);
  app.use(`${path}/stream`, atTheDoor(door, 'streams'), question, streamSubscriptions(streams, callerOf), lastResort(report));
  app.use(path, atTheDoor(door, 'atOnce'), question, answerQuestions({ desk, apollo, quota, time: limits.time }, callerOf), lastResort(report));
  const closeSockets = server ? socketSubscriptions(server, path, streams) : async () => undefined;
  return {
    executor,
    async stop() {
      await closeSockets();
      await apollo.stop();
      await Promise.all([...executors.values()].map((each) => each.close?.()));
    },
  };
}

/** Express would answer with the error's own words. It knows an error handler by its four parameters. */
function lastResort(report: Report) {
  return (error: unknown, _request: Request, response: Response, _next: NextFunction): void => {
    toGraphError(error, report);
    if (response.headersSent) return void response.destroy();
    sendRefusal(response, Refusal.because('INTERNAL', '', 'hub', 'the hub could not answer this'));
  };
}
