/** How @apollo/gateway reaches the hub's subgraphs: one data source for each. */
import { RemoteGraphQLDataSource } from '@apollo/gateway';
import { assertionOf, remoteExecutors } from '../../../../dist/apps/assembly/edge.js';
import { report } from '../../../../dist/apps/assembly/process.js';
import { startSubgraphs, SUBGRAPHS } from '../../../../dist/apps/assembly/subgraphs.js';
import { graphql } from '../../../../node_modules/graphql/index.js'; // the one of the subgraphs' schemas: schemas of another copy it refuses

/** @returns data sources by the subgraph's name; `own`: as @apollo/gateway has them, else by the hub's executors */
export async function sourcesOf(hub, own) {
  const { environment, house, shutdown } = hub;
  if (Object.keys(environment.subgraphUrls).length > 0) return own ? signedSources(environment) : byExecutors(remoteExecutors(hub));
  const { executors, app } = await startSubgraphs(house, SUBGRAPHS, report);
  shutdown.onEnd('subgraphs', () => app.close());
  return own ? new Map([...executors].map(([name, { schema }]) => [name, localSource(schema)])) : byExecutors(executors);
}

function byExecutors(executors) {
  const sourceOf = (executor) => ({
    process: ({ request: { query, variables = {} }, context }) => executor.execute({ kind: 'query', query, variables, context }),
  });
  return new Map([...executors].map(([name, executor]) => [name, sourceOf(executor)]));
}

/** What its LocalGraphQLDataSource does: graphql-js reads, checks and executes every question anew. */
function localSource(schema) {
  return {
    process: ({ request: { query, variables, operationName }, context }) =>
      graphql({ schema, source: query, variableValues: variables, operationName, contextValue: context }),
  };
}

/** The subgraphs answer only a caller that was signed for this very question. */
class SignedSource extends RemoteGraphQLDataSource {
  async willSendRequest({ request, context }) {
    const { query, http, ...rest } = request;
    const body = JSON.stringify({ query, ...rest }); // as it is sent
    const call = { audience: this.name, method: 'POST', search: '', body };
    http.headers.set('amanat-caller', this.assertion.sign(context.caller, call));
  }
}

function signedSources(environment) {
  const assertion = assertionOf(environment);
  return new Map(Object.entries(environment.subgraphUrls).map(([name, url]) => [name, new SignedSource({ name, url, assertion })]));
}
