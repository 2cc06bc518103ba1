import express from 'express';
import { buildSchema, printSchema, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Supergraph } from '#libs/federation';
import { CallerAssertion, federatedSchema, HttpExecutor, LocalExecutor, mountSubgraph, type Report, type SubgraphExecutor } from '#libs/subgraphs';
import { RESOLVERS, SDL, SUPERGRAPH } from './world.js';

export const INTERNAL_KEY = 'a key that only the tests know, long enough';

export const reported: Record<string, unknown>[] = [];
export const report: Report = (event, fields) => void reported.push({ event, ...fields });

export async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

/** All subgraphs in this process. */
export function oneProcess(): Map<string, LocalExecutor> {
  return new Map(Object.keys(SDL).map((name) => {
    const schema = federatedSchema(SDL[name]!, RESOLVERS[name] as never);
    return [name, new LocalExecutor(schema, name, report)];
  }));
}

export interface Split {
  readonly executors: Map<string, SubgraphExecutor>;
  readonly url: string;
  stop(): Promise<void>;
}

/** The same subgraphs behind HTTP. */
export async function severalProcesses(timeout?: number): Promise<Split> {
  const app = express();
  const assertion = new CallerAssertion(INTERNAL_KEY);
  const paths = [...oneProcess()].map(([name, executor]) => [name, mountSubgraph(app, { name, executor, assertion, report })] as const);
  const server = createServer(app);
  const url = await listening(server);
  const executors = new Map<string, SubgraphExecutor>(paths.map(([name, path]) =>
    [name, new HttpExecutor({ name, url: `${url}${path}`, assertion, report, timeout })]));
  return {
    executors, url,
    async stop() {
      for (const executor of executors.values()) await executor.close?.();
      await closed(server);
    },
  };
}

/** The oracle: graphql-js over one schema that holds everything. */
export function singleSchema(): GraphQLSchema {
  const schema = buildSchema(printSchema(new Supergraph(SUPERGRAPH).publicSchema));
  for (const subgraph of Object.values(RESOLVERS)) {
    for (const [typename, fields] of Object.entries(subgraph)) {
      const type = schema.getType(typename) as GraphQLObjectType;
      for (const [name, resolver] of Object.entries(fields)) {
        const field = type.getFields()[name];
        if (field) Object.assign(field, typeof resolver === 'function' ? { resolve: resolver } : resolver);
      }
    }
  }
  return schema;
}
