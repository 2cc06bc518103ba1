import {
  getOperationAST, parse, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { ObjectShape } from '../answer/object-shape.js';
import { conditionVariables, fragmentsOf, resolveConditions, type Fragments } from '../planning/resolve-conditions.js';
import { splitOperation } from '../planning/split-operation.js';
import type { QueryPlanner } from '../planning/query-planner.js';
import type { Json } from './json-tree.js';
import { planSteps, type Executors, type PlanStep } from './plan-steps.js';

const MOST_VARIANTS = 64;

/** One operation with its conditions decided: what to run and how the answer looks. */
export interface Variant {
  /** One for a query or subscription; one per root field, in order, for a mutation. */
  readonly parts: readonly { readonly key: string; readonly step: PlanStep | null }[];
  readonly shape: ObjectShape;
  readonly introspection: DocumentNode | null;
}

/** A client's operation, read once: every combination of its `@skip`/`@include` variables is planned when first met. */
export class PreparedOperation {
  readonly definition: OperationDefinitionNode;
  readonly #fragments: Fragments;
  readonly #conditions: readonly string[];
  readonly #variants = new LRUCache<string, Promise<Variant>>({ max: MOST_VARIANTS });

  constructor(
    document: DocumentNode, operationName: string | null | undefined,
    private readonly schema: GraphQLSchema, private readonly planner: QueryPlanner, private readonly executors: Executors,
  ) {
    const definition = getOperationAST(document, operationName);
    if (!definition) throw new TypeError('no such operation in the document');
    this.definition = definition;
    this.#fragments = fragmentsOf(document);
    this.#conditions = conditionVariables(definition, this.#fragments);
  }

  variant(variables: Json): Promise<Variant> {
    const key = this.#conditions.map((name) => (variables[name] === true ? '1' : '0')).join('');
    const known = this.#variants.get(key);
    if (known) return known;
    const prepared = this.#prepare(variables);
    this.#variants.set(key, prepared);
    prepared.catch(() => this.#variants.delete(key));
    return prepared;
  }

  async #prepare(variables: Json): Promise<Variant> {
    const selection = resolveConditions(this.definition.selectionSet, this.#fragments, variables);
    const root = this.schema.getRootType(this.definition.operation);
    if (!root) throw new TypeError(`the schema has no ${this.definition.operation}`);
    const shape = new ObjectShape(root, [selection], this.schema);
    const split = splitOperation(this.definition, shape, this.schema);
    const plans = await Promise.all(split.texts.map(({ text }) => this.planner.plan(text)));
    return {
      parts: split.texts.map(({ key }, index) => ({ key, step: planSteps(plans[index]!, this.executors) })),
      shape,
      introspection: split.introspection === null ? null : parse(split.introspection, { noLocation: true }),
    };
  }
}
