import { expressMiddleware } from '@as-integrations/express5';
import type { NextFunction, Request, Response } from 'express';
import { SCALARS } from '#libs/contracts';
import { Refusal, type Caller } from '#libs/kernel';
import { DocumentCache, LIMITS, readBody, sendRefusal, toGraphError } from '#libs/subgraphs';
import { Supergraph } from '../composition/supergraph.js';
import { FederatedExecutor } from '../execution/federated-executor.js';
import { HiveQueryPlanner } from '../planning/hive-query-planner.js';
import { apolloEdge } from './apollo-edge.js';
import { callerHeaders } from '../streams/caller-headers.js';
import type { EdgePlace, EdgeSettings } from './edge-settings.js';
import { passQuota } from './quota.js';
import { socketSubscriptions } from '../streams/socket-subscriptions.js';
import { streamSubscriptions } from '../streams/stream-subscriptions.js';

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
  const { path = '/graphql', report, authenticate, executors } = settings;
  const limits = { ...LIMITS, ...settings.limits };
  const supergraph = new Supergraph(settings.supergraph, SCALARS);
  const planner = settings.planner ?? new HiveQueryPlanner(settings.supergraph);
  const executor = new FederatedExecutor(supergraph, planner, executors, report);
  const documents = new DocumentCache(supergraph.publicSchema, limits);
  const streams = { executor, documents, authenticate, again: settings.again, report, quota: settings.quota, recheck: settings.recheck ?? 500 };
  const apollo = apolloEdge(executor, limits, report, settings.quota);
  await apollo.start();
  const callers = new WeakMap<Request, Caller>();
  const body = readBody(limits.body);
  app.use(`${path}/stream`, admit(settings, callers, 'streams'), body, streamSubscriptions(streams, (request) => callers.get(request)!));
  app.use(path, admit(settings, callers, 'atOnce'), body, expressMiddleware(apollo, { context: async ({ req }) => ({ caller: callers.get(req)! }) }));
  const closeSockets = server ? socketSubscriptions(server, path, streams, limits.body) : async () => undefined;
  return {
    executor,
    async stop() {
      await closeSockets();
      await apollo.stop();
      await Promise.all([...executors.values()].map((each) => each.close?.()));
    },
  };
}

/** Who asks is settled before anything of the question is looked at. */
function admit({ authenticate, report, quota }: EdgeSettings, callers: WeakMap<Request, Caller>, what: 'atOnce' | 'streams') {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    try {
      const caller = await authenticate(callerHeaders(request.headers), request);
      callers.set(request, caller);
      response.setHeader('amanat-operation', caller.operationId);
      response.setHeader('cache-control', 'no-store');
      passQuota(quota, caller, response, what);
    } catch (error) {
      if (error instanceof Refusal) return sendRefusal(response, error);
      toGraphError(error, report);
      return sendRefusal(response, Refusal.because('UNAVAILABLE', '', 'hub', 'the caller could not be looked up'));
    }
    next();
  };
}
