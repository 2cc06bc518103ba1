import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled, ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled, ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GatewayExecutionResult, GatewayGraphQLRequestContext, GatewayInterface } from '@apollo/server-gateway-interface';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { FederatedExecutor } from '#libs/federation';
import { asGraphQLError, INTERNAL, toGraphError, type DocumentCache, type GraphResult, type OperationContext, type Report } from '#libs/subgraphs';

export interface ApolloEdge {
  /** `text` has been read by `documents`. */
  answer(question: ApolloQuestion, context: OperationContext): Promise<GraphResult>;
  stop(): Promise<void>;
}

export interface ApolloQuestion {
  readonly text: string;
  readonly operationName?: string | null;
  readonly variables?: Record<string, unknown> | null;
}

/**
 * Apollo Server with the federated executor behind its gateway interface and everything that phones,
 * traces or guesses switched off. It finds every document already read, measured and validated in
 * `documents`, so nothing is asked that did not pass there.
 */
export async function apolloEdge(executor: FederatedExecutor, documents: DocumentCache, report: Report): Promise<ApolloEdge> {
  const server = new ApolloServer<OperationContext>({
    gateway: gatewayOf(executor),
    introspection: true,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    documentStore: { get: async (key) => documents.known(key.slice(-64)), set: async () => undefined, delete: async () => undefined },
    formatError: (formatted, error) => formatError(formatted, error, report),
    plugins: [
      ApolloServerPluginCacheControlDisabled(), ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(), ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await server.start();
  return {
    async answer({ text, operationName, variables }, contextValue) {
      const asked = { query: text, operationName: operationName ?? undefined, variables: variables ?? undefined };
      const { body } = await server.executeOperation(asked, { contextValue });
      return (body.kind === 'single' ? body.singleResult : { errors: [INTERNAL] }) as GraphResult;
    },
    stop: () => server.stop(),
  };
}

function gatewayOf(executor: FederatedExecutor): GatewayInterface {
  const { publicSchema, sdl } = executor.supergraph;
  return {
    onSchemaLoadOrUpdate(tell) {
      tell({ apiSchema: publicSchema, coreSupergraphSdl: sdl });
      return () => undefined;
    },
    async load() {
      return { executor: (asked) => answer(executor, asked) };
    },
    async stop() {},
  };
}

async function answer(executor: FederatedExecutor, asked: GatewayGraphQLRequestContext<Record<string, unknown>>): Promise<GatewayExecutionResult> {
  const { document, operationName, request } = asked;
  const context = asked.context as unknown as OperationContext;
  const result = await executor.execute({ document, operationName, variables: request.variables, context });
  if (!result.errors) return { data: result.data as Record<string, unknown> };
  const errors = result.errors.map(asGraphQLError);
  // Without `data` the question was refused before it ran.
  return result.data === undefined ? { errors } : { data: result.data as never, errors };
}

/** Our own errors are coded; whatever else there is has failed inside, and is told of without its words. */
function formatError(formatted: GraphQLFormattedError, error: unknown, report: Report): GraphQLFormattedError {
  const code = formatted.extensions?.['code'];
  if (typeof code !== 'string' || APOLLO_CODES.has(code)) {
    toGraphError((error as GraphQLError).originalError ?? error, report);
    return { message: INTERNAL.message, extensions: { ...INTERNAL.extensions } };
  }
  const { message, path } = formatted;
  return { message, ...(path && { path }), extensions: formatted.extensions };
}

/** What Apollo Server says of itself; after `documents` none of it should come about. */
const APOLLO_CODES: ReadonlySet<string> = new Set([
  'INTERNAL_SERVER_ERROR', 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'OPERATION_RESOLUTION_FAILURE', 'BAD_REQUEST', 'BAD_USER_INPUT',
  'PERSISTED_QUERY_NOT_FOUND', 'PERSISTED_QUERY_NOT_SUPPORTED',
]);
