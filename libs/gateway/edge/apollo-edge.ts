import { ApolloServer, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled, ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled, ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GatewayExecutionResult, GatewayGraphQLRequestContext, GatewayInterface } from '@apollo/server-gateway-interface';
import { GraphQLError, type DocumentNode, type GraphQLFormattedError } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Refusal } from '#libs/kernel';
import { asGraphQLError, INTERNAL, invalid, limitOperations, type Limits, malformed, type OperationContext, refusedWith, type Report, toGraphError } from '#libs/subgraphs';
import type { FederatedExecutor } from '../execution/federated-executor.js';
import { countSubmissions, type Quota } from './quota.js';

const MOST_DOCUMENTS = 1_000;

export type EdgeServer = ApolloServer<OperationContext>;

/** Apollo Server with the federated executor behind its gateway interface and everything that phones or traces switched off. */
export function apolloEdge(executor: FederatedExecutor, limits: Limits, report: Report, quota?: Quota): EdgeServer {
  return new ApolloServer<OperationContext>({
    gateway: gatewayOf(executor, quota),
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    documentStore: boundedStore(),
    parseOptions: { maxTokens: limits.tokens },
    validationRules: [limitOperations(limits)],
    formatError: (formatted, error) => formatError(formatted, error, report),
    plugins: [
      ApolloServerPluginCacheControlDisabled(), ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(), ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
}

function gatewayOf(executor: FederatedExecutor, quota: Quota | undefined): GatewayInterface {
  const { publicSchema, sdl } = executor.supergraph;
  return {
    onSchemaLoadOrUpdate(tell) {
      tell({ apiSchema: publicSchema, coreSupergraphSdl: sdl });
      return () => undefined;
    },
    async load() {
      return { executor: (asked) => answer(executor, asked, quota) };
    },
    async stop() {},
  };
}

async function answer(executor: FederatedExecutor, asked: GatewayGraphQLRequestContext<Record<string, unknown>>, quota: Quota | undefined): Promise<GatewayExecutionResult> {
  const { document, operation, operationName, request } = asked;
  if (!operation) return { errors: [cannotAsk('no such operation in the document')] };
  if (operation.operation === 'subscription') return { errors: [cannotAsk('subscriptions are answered at the stream and by WebSocket')] };
  const context = asked.context as unknown as OperationContext;
  try {
    countSubmissions(quota, context.caller, document, operation);
  } catch (error) {
    return tooMany(error as Refusal);
  }
  const result = await executor.execute({ document, operationName, variables: request.variables, context });
  if (!result.errors) return { data: result.data as Record<string, unknown> };
  const errors = result.errors.map(asGraphQLError);
  // Without `data` Apollo Server knows that the request was refused before it ran.
  return result.data === undefined ? { errors } : { data: result.data as never, errors };
}

/** The status that importers and proxies know to wait for; Apollo Server takes it from the error. */
function tooMany(refusal: Refusal): GatewayExecutionResult {
  const { message, extensions } = refusedWith(refusal);
  const http = { status: 429, headers: new HeaderMap([['retry-after', '1']]) };
  return { errors: [new GraphQLError(message, { extensions: { ...extensions, http } })] };
}

function cannotAsk(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'QUERY_INVALID' } });
}

function formatError(formatted: GraphQLFormattedError, error: unknown, report: Report): GraphQLFormattedError {
  const code = formatted.extensions?.['code'];
  const source = (error as GraphQLError).originalError ?? error;
  if (code === 'GRAPHQL_PARSE_FAILED') return malformed(source as GraphQLError) as GraphQLFormattedError;
  if (code === 'GRAPHQL_VALIDATION_FAILED') return invalid(source as GraphQLError) as GraphQLFormattedError;
  if (code === 'OPERATION_RESOLUTION_FAILURE') return { message: 'no such operation in the document', extensions: { code: 'QUERY_INVALID' } };
  if (code === 'BAD_REQUEST') return { message: 'not a GraphQL request', extensions: { code: 'REQUEST_MALFORMED' } };
  if (code === 'INTERNAL_SERVER_ERROR') {
    toGraphError(error, report);
    return { message: INTERNAL.message, extensions: { ...INTERNAL.extensions } };
  }
  const { message, path } = formatted;
  return { message, ...(path && { path }), extensions: formatted.extensions };
}

/** Bounded by number: Apollo's own store is bounded by bytes of documents, and plans hang off each document. */
function boundedStore() {
  const documents = new LRUCache<string, DocumentNode>({ max: MOST_DOCUMENTS });
  return {
    async get(key: string) {
      return documents.get(key);
    },
    async set(key: string, document: DocumentNode) {
      documents.set(key, document);
    },
    async delete(key: string) {
      return documents.delete(key);
    },
  };
}
