import {
  createSourceEventStream, execute, getOperationAST, parse, validate,
  type DocumentNode, type ExecutionResult, type GraphQLSchema, type OperationDefinitionNode,
} from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import { Refusal } from '#libs/kernel';
import { coerceVariables } from '../answer/coerce-variables.js';
import { INTERNAL, refusalIn, refusedWith, toGraphError, type GraphResult, type Report } from '../answer/graph-error.js';
import { mapEvents } from './map-events.js';
import type { SubgraphExecutor, SubgraphRequest } from './subgraph-executor.js';

const MOST_OPERATIONS = 1_000;

type Variables = Record<string, unknown>;
interface Operation {
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  run(root: unknown, context: object, variables: Variables): Promise<ExecutionResult> | ExecutionResult;
}

/** A subgraph of this process: its operations are compiled once by graphql-jit. */
export class LocalExecutor implements SubgraphExecutor {
  readonly #operations = new LRUCache<string, Operation>({ max: MOST_OPERATIONS });

  constructor(readonly schema: GraphQLSchema, readonly name: string, private readonly report: Report) {}

  async execute(request: SubgraphRequest): Promise<GraphResult> {
    try {
      const operation = this.#operation(request.query);
      const result = await operation.run(undefined, request.context, request.variables);
      return this.#coded(operation, result, request);
    } catch (error) {
      return { data: null, errors: [toGraphError(error, this.report, this.#place(request))] };
    }
  }

  async subscribe(request: SubgraphRequest): Promise<AsyncIterableIterator<GraphResult>> {
    const operation = this.#operation(request.query);
    const variableValues = coerceVariables(this.schema, operation.definition, request.variables);
    const source = await createSourceEventStream({
      schema: this.schema, document: operation.document, contextValue: request.context, variableValues,
    });
    if (!(Symbol.asyncIterator in source)) throw this.#refused(source, request);
    return mapEvents((source as AsyncIterable<unknown>)[Symbol.asyncIterator](), {
      map: async (event) => {
        // A context of its own per event: what resolvers keep beside it must not outlive the event.
        const result = await operation.run(event, { ...request.context }, request.variables);
        return this.#coded(operation, result, request);
      },
      failed: (error) => ({ errors: [toGraphError(error, this.report, this.#place(request))] }),
    });
  }

  #refused(result: ExecutionResult, request: SubgraphRequest): Error {
    const error = result.errors?.[0];
    const refusal = refusalIn(error);
    if (refusal) return refusal;
    toGraphError(error, this.report, this.#place(request));
    return Refusal.because('INTERNAL', '', 'hub', INTERNAL.message);
  }

  #operation(query: string): Operation {
    const known = this.#operations.get(query);
    if (known) return known;
    const document = parse(query, { noLocation: true });
    const invalid = validate(this.schema, document)[0];
    if (invalid) throw invalid;
    const definition = getOperationAST(document)!;
    const compiled = compileQuery(this.schema, document, undefined, { disablingCapturingStackErrors: true });
    const operation: Operation = {
      document,
      definition,
      run: isCompiledQuery(compiled)
        ? (root, context, variables) => compiled.query(root, context, variables)
        : (rootValue, contextValue, variableValues) => execute({ schema: this.schema, document, rootValue, contextValue, variableValues }),
    };
    this.#operations.set(query, operation);
    return operation;
  }

  #coded(operation: Operation, result: ExecutionResult, request: SubgraphRequest): GraphResult {
    const data = result.data as Record<string, unknown> | null | undefined;
    if (!result.errors?.length) return { data };
    if (data === undefined || data === null) {
      // Without a path the variables were refused, and graphql's message would repeat their values.
      const unplaced = result.errors.every((error) => !error.path);
      if (unplaced) return { errors: [this.#inputError(operation, result.errors[0], request)] };
    }
    return { data: data ?? null, errors: result.errors.map((error) => toGraphError(error, this.report, this.#place(request))) };
  }

  #inputError(operation: Operation, error: unknown, request: SubgraphRequest) {
    try {
      coerceVariables(this.schema, operation.definition, request.variables);
    } catch (refused) {
      if (refused instanceof Refusal) return refusedWith(refused);
    }
    return toGraphError(error, this.report, this.#place(request));
  }

  #place(request: SubgraphRequest): Record<string, string> {
    return { subgraph: this.name, operation: request.context.caller.operationId };
  }
}
