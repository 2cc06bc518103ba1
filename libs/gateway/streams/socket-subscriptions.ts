import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ExecutionArgs, GraphQLError } from 'graphql';
import { CloseCode, type Context } from 'graphql-ws';
import { useServer, type Extra } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { Refusal, type Caller } from '#libs/kernel';
import {
  asGraphQLError, refusedWith, refuseWrongForm, toGraphError, type GraphError, type OperationContext, type WrittenQuestion,
} from '#libs/subgraphs';
import { withinTime } from '../asking/within-time.js';
import { countSubmissions } from '../edge/quota.js';
import { callerHeaders, withConnectionParams, type CallerHeaders } from './caller-headers.js';
import { MessageRate } from './message-rate.js';
import { refuseUpgrade } from './refuse-upgrade.js';
import { callerNow, openStream, type Streams } from './stream-subscriptions.js';

interface Asked extends ExecutionArgs {
  readonly contextValue: OperationContext & { readonly again: () => Promise<Caller> };
}

/** graphql-ws (subprotocol graphql-transport-ws) at `path`; the caller's headers come as `connectionParams`. */
export function socketSubscriptions(server: Server, path: string, streams: Streams): () => Promise<void> {
  const { limits } = streams;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.body });
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const { pathname } = new URL(request.url ?? '/', 'http://hub.invalid');
    if (pathname !== path) {
      if (server.listenerCount('upgrade') === 1) socket.destroy();
      return;
    }
    try {
      streams.inspect(request);
    } catch (error) {
      return refuseUpgrade(socket, error as Refusal);
    }
    sockets.handleUpgrade(request, socket, head, (open) => sockets.emit('connection', open, request));
  };
  server.on('upgrade', upgrade);
  sockets.on('connection', (socket) => {
    const rate = new MessageRate(limits.messagesPerSecond);
    socket.on('message', () => { if (!rate.allows()) socket.close(CloseCode.TooManyInitialisationRequests, 'STREAM_LIMIT'); });
  });
  const graphql = useServer({
    connectionInitWaitTimeout: limits.socketInit,
    isProd: true,
    onConnect: (connection) => greet(connection as Connection, streams),
    onSubscribe: (connection, _id, payload) => accept(connection as Connection, payload, streams),
    execute: async (args) => plain(await execute(args as Asked, streams)),
    subscribe: async (args) => subscribe(args as Asked, streams),
    onNext: (_connection, _id, _payload, _args, result) => result,
  }, sockets);
  return async () => {
    server.off('upgrade', upgrade);
    await graphql.dispose();
  };
}

type Connection = Context<Record<string, unknown>, Extra & { caller?: Caller }>;

function headersOf(connection: Connection): CallerHeaders {
  return withConnectionParams(callerHeaders(connection.extra.request.headers), connection.connectionParams);
}

/** Throws nothing: graphql-ws would send an Error's message as the reason. */
async function greet(connection: Connection, streams: Streams): Promise<boolean> {
  try {
    const caller = await streams.authenticate(headersOf(connection), connection.extra.request);
    const passage = streams.quota?.enter(caller.agency, 'streams');
    if (passage?.refusal) throw passage.refusal;
    if (passage) connection.extra.socket.once('close', passage.leave);
    connection.extra.caller = caller;
    return true;
  } catch (error) {
    const code = error instanceof Refusal ? error.code : toGraphError(error, streams.report).extensions.code;
    connection.extra.socket.close(code === 'UNAUTHENTICATED' ? CloseCode.Unauthorized : CloseCode.Forbidden, code);
    return false;
  }
}

async function accept(connection: Connection, payload: WrittenQuestion, streams: Streams): Promise<Asked | GraphQLError[]> {
  try {
    if (Object.keys(connection.subscriptions).length > streams.limits.operationsPerSocket) {
      throw Refusal.because('STREAM_LIMIT', '', 'hub', 'too many operations on one connection');
    }
    refuseWrongForm(payload, streams.limits);
    const again = () => callerNow(streams, connection.extra.caller!, headersOf(connection), connection.extra.request);
    const caller = await again();
    const passage = streams.quota?.enter(caller.agency, 'atOnce');
    passage?.leave(); // of a socket's operations the number a second counts; how many are open at once is the socket's limit
    if (passage?.refusal) throw passage.refusal;
    const read = streams.desk.read(caller, payload);
    if ('errors' in read) return read.errors.map(asGraphQLError);
    countSubmissions(streams.quota, caller, read.document, read.operation);
    return {
      schema: streams.executor.supergraph.publicSchema, document: read.document, operationName: payload.operationName,
      variableValues: payload.variables, contextValue: { caller, again },
    };
  } catch (error) {
    return [asGraphQLError(coded(error, streams))];
  }
}

function execute(args: Asked, streams: Streams) {
  const question = questionOf(args);
  return withinTime(streams.limits.time, (signal) => streams.executor.execute({ ...question, context: { ...question.context, signal } }));
}

async function subscribe(args: Asked, streams: Streams) {
  try {
    return await openStream(streams, questionOf(args), args.contextValue.again) as never;
  } catch (error) {
    return plain({ errors: [coded(error, streams)] });
  }
}

function questionOf({ document, operationName, variableValues, contextValue }: Asked) {
  return { document, operationName, variables: variableValues, context: { caller: contextValue.caller } };
}

function coded(error: unknown, streams: Streams): GraphError {
  return error instanceof Refusal ? refusedWith(error) : toGraphError(error, streams.report);
}

/** graphql-ws passes on what `onNext` returns, so errors may stay in their plain coded form. */
function plain(result: unknown): never {
  return result as never;
}
