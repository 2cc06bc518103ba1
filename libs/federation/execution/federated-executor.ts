import { execute, type DocumentNode } from 'graphql';
import { Refusal } from '#libs/kernel';
import { coerceVariables, type GraphResult, mapEvents, type OperationContext, refusedWith, type Report, toGraphError } from '#libs/subgraphs';
import { projectAnswer } from '../answer/project-answer.js';
import type { Supergraph } from '../composition/supergraph.js';
import type { QueryPlanner } from '../planning/query-planner.js';
import { PlanRun } from './plan-run.js';
import type { Executors, PlanStep, RootStep } from './plan-steps.js';
import { PreparedOperation, type Variant } from './prepared-operation.js';
import type { Json } from './json-tree.js';

/** One question of a client; the document has been validated against the public schema. */
export interface Question {
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  readonly variables?: Json | null;
  readonly context: OperationContext;
}

/** Answers operations over the whole graph. Never rejects, but for `subscribe`, with a Refusal. */
export class FederatedExecutor {
  readonly #prepared = new WeakMap<DocumentNode, Map<string, PreparedOperation>>();

  constructor(
    readonly supergraph: Supergraph,
    private readonly planner: QueryPlanner,
    private readonly executors: Executors,
    private readonly report: Report,
  ) {
    const missing = supergraph.subgraphs.filter((name) => !executors.has(name));
    if (missing.length > 0) throw new Error(`no executor for the subgraphs ${missing.join(', ')}`);
  }

  async execute(question: Question): Promise<GraphResult> {
    try {
      const operation = this.#operation(question);
      const variables = coerceVariables(this.supergraph.publicSchema, operation.definition, question.variables ?? {});
      const variant = await operation.variant(variables);
      const run = this.#run(variables, question.context);
      if (variant.introspection) await this.#introspect(variant.introspection, variables, run);
      if (operation.definition.operation === 'mutation') return await this.#inOrder(variant, run, question.context);
      for (const { step } of variant.parts) await run.run(step);
      return this.#answer(run, variant, question.context);
    } catch (error) {
      return this.#failed(error, question);
    }
  }

  /** Results are made one by one as they are asked for: an event that nobody waits for is not fetched. */
  async subscribe(question: Question): Promise<AsyncIterableIterator<GraphResult>> {
    const operation = this.#operation(question);
    const variables = coerceVariables(this.supergraph.publicSchema, operation.definition, question.variables ?? {});
    const variant = await operation.variant(variables);
    const step = variant.parts[0]?.step ?? null;
    const primary = subscriptionIn(step);
    if (!primary) throw Refusal.because('QUERY_INVALID', '', 'GraphQL §6.2.3', 'there is nothing to subscribe to');
    const asked: Json = {};
    for (const name of primary.variables) if (name in variables) asked[name] = variables[name];
    const { context } = question;
    const events = await primary.executor.subscribe({ kind: 'subscription', query: primary.query, variables: asked, context });
    return mapEvents(events, {
      map: async (event) => {
        const run = this.#run(variables, { ...context });
        run.take(primary, event);
        await run.run(step);
        return this.#answer(run, variant, context);
      },
      failed: (error) => this.#failed(error, question),
    });
  }

  #operation({ document, operationName }: Question): PreparedOperation {
    const named = this.#prepared.get(document) ?? new Map<string, PreparedOperation>();
    this.#prepared.set(document, named);
    const known = named.get(operationName ?? '');
    if (known) return known;
    const prepared = new PreparedOperation(document, operationName, this.supergraph.publicSchema, this.planner, this.executors);
    named.set(operationName ?? '', prepared);
    return prepared;
  }

  #run(variables: Json, context: OperationContext): PlanRun {
    return new PlanRun((typename, condition) => this.supergraph.satisfies(typename, condition), variables, context);
  }

  /**
   * A mutation's root fields one after the other, each with everything below it before the next
   * begins (GraphQL October 2021, §6.2.2); one that nulls the whole answer ends the mutation.
   */
  async #inOrder(variant: Variant, run: PlanRun, context: OperationContext): Promise<GraphResult> {
    const fields = variant.shape.fieldsOf(variant.shape.only ?? '') ?? [];
    for (const { key, step } of variant.parts) {
      await run.run(step);
      const field = fields.find((each) => each.key === key);
      if (field?.value.nonNull && (run.found[field.source] ?? null) === null) break;
    }
    return this.#answer(run, variant, context);
  }

  async #introspect(document: DocumentNode, variableValues: Json, run: PlanRun): Promise<void> {
    const result = await execute({ schema: this.supergraph.publicSchema, document, variableValues });
    Object.assign(run.found, result.data);
    for (const error of result.errors ?? []) run.errors.push(toGraphError(error, this.report));
  }

  #answer(run: PlanRun, { shape }: Variant, { caller }: OperationContext): GraphResult {
    return projectAnswer(run.found, run.errors, shape, () => this.report('gateway.null-unexplained', { operation: caller.operationId }));
  }

  #failed(error: unknown, { context }: Question): GraphResult {
    if (error instanceof Refusal) return { errors: [refusedWith(error)] };
    return { errors: [toGraphError(error, this.report, { operation: context.caller.operationId })] };
  }
}

function subscriptionIn(step: PlanStep | null): RootStep | null {
  if (step?.kind === 'subscription') return step;
  return step?.kind === 'sequence' ? subscriptionIn(step.steps[0] ?? null) : null;
}
