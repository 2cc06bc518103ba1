/**
 * @apollo/gateway in the place of the hub's own gateway, behind the hub's own door: the same certificates, tokens,
 * callers, watch over the ledger and subgraphs, which redact and write the ledger. Quotas, costs and limits it is spared.
 *
 * SUBGRAPH_URLS: subgraphs in other processes; without it they run in this one. SOURCES: `hub` reaches them by the
 * hub's own executors (compiled here, kept-alive connections there), `apollo` as @apollo/gateway does by itself.
 */
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled, ApolloServerPluginInlineTraceDisabled, ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled, ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { openIdentity } from '../../../../dist/apps/assembly/identity.js';
import { runProcess } from '../../../../dist/apps/assembly/process.js';
import { SUPERGRAPH_SDL } from '../../../../dist/libs/contracts/index.js';
import { sourcesOf } from './sources.mjs';

await runProcess(async (hub) => {
  const { environment, house, http, shutdown, publicUrl } = hub;
  const { authenticate } = await openIdentity(environment, {
    publicUrl, directory: house.directory, certificates: http.certificates, ids: house.keeping.source.ids,
  });
  const sources = await sourcesOf(hub, process.env.SOURCES === 'apollo');
  const apollo = await started(sources);
  shutdown.onEnd('apollo', () => apollo.stop());
  const answer = async (request, response) => {
    try {
      const caller = await authenticate(request.headers, request);
      await hub.ledger.mayAnswer();
      const { query, variables } = await bodyOf(request);
      const { body } = await apollo.executeOperation({ query, variables }, { contextValue: { caller } });
      const bytes = Buffer.from(JSON.stringify(body.singleResult));
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length }).end(bytes);
    } catch (error) {
      response.writeHead(500).end(error.stack);
    }
  };
  // Bare, without the Express that the hub's process would put before it.
  http.server.removeAllListeners('request').on('request', answer);
});

/** Tuned as the hub's own Apollo Server is: what traces, reports or watches every field is off. */
async function started(sources) {
  const server = new ApolloServer({
    gateway: new ApolloGateway({ supergraphSdl: SUPERGRAPH_SDL, buildService: ({ name }) => sources.get(name) }),
    persistedQueries: false, stopOnTerminationSignals: false, nodeEnv: 'production',
    plugins: [
      ApolloServerPluginCacheControlDisabled(), ApolloServerPluginInlineTraceDisabled(), ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(), ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await server.start();
  return server;
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}
