import express from 'express';
import { createServer, type Server } from 'node:http';
import { mountEdge, type Authenticate, type Edge, type EdgeSettings } from '#libs/gateway';
import type { SubgraphExecutor } from '#libs/subgraphs';
import { Refusal, type Caller } from '#libs/kernel';
import { closed, listening, oneProcess, report } from './topologies.js';
import { CALLER, SUPERGRAPH } from './world.js';

/** What the test's tokens are good for; a test takes one away to see what happens. */
export const tokens = new Map<string, Partial<Caller>>([['good', {}]]);

export const authenticate: Authenticate = async (headers) => {
  const token = headers['authorization']?.replace(/^Bearer /, '') ?? '';
  const known = tokens.get(token);
  if (!known) throw Refusal.because('UNAUTHENTICATED', 'authorization', 'RFC 6750', 'the token is missing or not valid');
  const purpose = headers['amanat-purpose'];
  if (!purpose) throw Refusal.because('PURPOSE_REQUIRED', 'amanat-purpose', 'LED art. 4', 'say for which purpose');
  return { ...CALLER, ...known, purpose };
};

export interface RunningEdge {
  readonly url: string;
  readonly edge: Edge;
  stop(): Promise<void>;
}

export async function runningEdge(executors: ReadonlyMap<string, SubgraphExecutor> = oneProcess(), settings: Partial<EdgeSettings> = {}): Promise<RunningEdge> {
  const app = express();
  const server: Server = createServer(app);
  const edge = await mountEdge({ app, server }, { supergraph: SUPERGRAPH, executors, authenticate, report, recheck: 40, ...settings });
  const url = `${await listening(server)}/graphql`;
  return { url, edge, stop: async () => { await edge.stop(); await closed(server); } };
}

export const HEADERS = {
  'content-type': 'application/json', accept: 'application/graphql-response+json', authorization: 'Bearer good', 'amanat-purpose': 'investigation', 'amanat-legal-basis': 'PTPA-2018',
};

export async function post(url: string, body: unknown, headers: Record<string, string> = HEADERS): Promise<{ status: number; text: string; headers: Headers }> {
  const sent = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const response = await fetch(url, { method: 'POST', headers, body: sent as string });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

export function codesIn(text: string): unknown[] {
  return (JSON.parse(text) as { errors?: { extensions?: { code?: string } }[] }).errors?.map((error) => error.extensions?.code) ?? [];
}
