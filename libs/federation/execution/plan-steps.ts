import { getOperationAST, Kind, parse } from 'graphql';
import type { SubgraphExecutor, SubgraphRequest } from '#libs/subgraphs';
import type {
  FetchNode, FetchRewrite, FlattenNodePathSegment, PlanNode, QueryPlan, RequiresSelection,
} from '../planning/query-plan.js';
import { renamedKeys } from './rewrite-result.js';

/** A plan made ready to run: executors found, keys and renames read out of it once. */
export type PlanStep =
  | { readonly kind: 'sequence' | 'parallel'; readonly steps: readonly PlanStep[] }
  | { readonly kind: 'condition'; readonly variable: string; readonly whenTrue: PlanStep | null; readonly whenFalse: PlanStep | null }
  | RootStep
  | EntityStep;

export interface FetchStep {
  readonly executor: SubgraphExecutor;
  readonly operation: SubgraphRequest['kind'];
  readonly query: string;
  readonly variables: readonly string[];
}

export interface RootStep extends FetchStep {
  readonly kind: 'root' | 'subscription';
  /** Response keys at the root, for errors that name no field. */
  readonly keys: readonly string[];
  readonly outputs: readonly FetchRewrite[];
  readonly renamed: ReadonlyMap<string, string>;
}

export interface EntityStep extends FetchStep {
  readonly kind: 'entities';
  readonly groups: readonly EntityGroup[];
}

/** One `_entities` field of a fetch: whom it is about and where its result goes. */
export interface EntityGroup {
  readonly alias: string;
  readonly variable: string;
  readonly paths: readonly (readonly FlattenNodePathSegment[])[];
  readonly requires: readonly RequiresSelection[];
  readonly inputs: readonly FetchRewrite[];
  readonly outputs: readonly FetchRewrite[];
  readonly renamed: ReadonlyMap<string, string>;
}

export type Executors = ReadonlyMap<string, SubgraphExecutor>;

export function planSteps(plan: QueryPlan, executors: Executors): PlanStep | null {
  return plan.node ? stepOf(plan.node, executors) : null;
}

function stepOf(node: PlanNode, executors: Executors): PlanStep {
  switch (node.kind) {
    case 'Sequence': return { kind: 'sequence', steps: node.nodes.map((each) => stepOf(each, executors)) };
    case 'Parallel': return { kind: 'parallel', steps: node.nodes.map((each) => stepOf(each, executors)) };
    case 'Condition': return {
      kind: 'condition',
      variable: node.condition,
      whenTrue: node.ifClause ? stepOf(node.ifClause, executors) : null,
      whenFalse: node.elseClause ? stepOf(node.elseClause, executors) : null,
    };
    case 'Fetch': return rootStep('root', node, executors);
    case 'Subscription': return rootStep('subscription', node.primary, executors);
    case 'Flatten': return flattenStep(node.path, node.node, executors);
    case 'BatchFetch': return {
      kind: 'entities',
      ...fetchStep(node, executors),
      groups: node.entityBatch.aliases.map((each) => groupOf({ ...each, variable: each.representationsVariableName })),
    };
    default: throw new Error(`the plan has a ${node.kind} step, which this gateway does not run`);
  }
}

function rootStep(kind: RootStep['kind'], node: FetchNode, executors: Executors): RootStep {
  const outputs = node.outputRewrites ?? [];
  const renamed = renamedKeys(outputs);
  return { kind, ...fetchStep(node, executors), keys: rootKeys(node.operation).map((key) => renamed.get(key) ?? key), outputs, renamed };
}

function flattenStep(path: readonly FlattenNodePathSegment[], node: PlanNode, executors: Executors): EntityStep {
  if (node.kind !== 'Fetch' || !node.requires) throw new Error('the plan flattens something other than an entity fetch');
  const { requires, inputRewrites, outputRewrites } = node;
  const group = groupOf({ alias: '_entities', variable: 'representations', paths: [path], requires, inputRewrites, outputRewrites });
  return { kind: 'entities', ...fetchStep(node, executors), groups: [group] };
}

function groupOf(from: {
  alias: string; variable: string; paths: readonly (readonly FlattenNodePathSegment[])[]; requires: readonly RequiresSelection[];
  inputRewrites?: readonly FetchRewrite[]; outputRewrites?: readonly FetchRewrite[];
}): EntityGroup {
  const outputs = from.outputRewrites ?? [];
  return {
    alias: from.alias, variable: from.variable, paths: from.paths, requires: from.requires,
    inputs: from.inputRewrites ?? [], outputs, renamed: renamedKeys(outputs),
  };
}

function fetchStep(
  node: Pick<FetchNode, 'serviceName' | 'operation' | 'operationKind' | 'variableUsages'>, executors: Executors,
): FetchStep {
  const executor = executors.get(node.serviceName);
  if (!executor) throw new Error(`no executor for subgraph ${node.serviceName}`);
  return { executor, operation: node.operationKind ?? 'query', query: node.operation, variables: node.variableUsages ?? [] };
}

function rootKeys(operation: string): string[] {
  const selections = getOperationAST(parse(operation, { noLocation: true }))?.selectionSet.selections ?? [];
  return selections.flatMap((selection) => selection.kind === Kind.FIELD ? [selection.alias?.value ?? selection.name.value] : []);
}
