import { type GraphError, type GraphResult, type OperationContext, unavailable } from '#libs/subgraphs';
import { pathOf, representationOf, targetsAt, type Satisfies, type Target } from './entity-targets.js';
import { copyOf, markAbsent, mergeInto, type Json } from './json-tree.js';
import type { EntityGroup, EntityStep, FetchStep, PlanStep, RootStep } from './plan-steps.js';
import { rewrite } from './rewrite-result.js';

interface Asked {
  readonly group: EntityGroup;
  readonly representations: Json[];
  /** For each representation the places it stands for: an entity met twice is asked once. */
  readonly targets: Target[][];
}

/** One walk through a plan: what was found so far, and what went wrong, at paths of the whole answer. */
export class PlanRun {
  readonly errors: GraphError[] = [];

  constructor(
    private readonly satisfies: Satisfies,
    private readonly variables: Json,
    private readonly context: OperationContext,
    readonly found: Json = {},
  ) {}

  async run(step: PlanStep | null): Promise<void> {
    if (!step) return;
    switch (step.kind) {
      case 'sequence':
        for (const each of step.steps) await this.run(each);
        return;
      case 'parallel':
        await Promise.all(step.steps.map((each) => this.run(each)));
        return;
      case 'condition': return this.run(this.variables[step.variable] === true ? step.whenTrue : step.whenFalse);
      case 'root': return this.take(step, await this.#ask(step));
      case 'entities': return this.#entities(step);
      // The stream itself has been opened already; its event is what this run starts from.
      case 'subscription': return;
    }
  }

  /** Takes in the answer to a fetch at the root. */
  take(step: RootStep, result: GraphResult): void {
    if (result.data) {
      if (step.outputs.length > 0) rewrite(result.data, step.outputs, this.satisfies);
      mergeInto(this.found, result.data);
    }
    for (const error of result.errors ?? []) {
      if (error.path?.length) this.errors.push({ ...error, path: error.path.map((segment) => unrenamed(segment, step.renamed)) });
      else for (const key of step.keys) this.errors.push({ ...error, path: [key] });
    }
  }

  async #entities(step: EntityStep): Promise<void> {
    const asked = step.groups.map((group) => this.#gather(group));
    if (asked.every(({ representations }) => representations.length === 0)) return;
    const representations: Json = {};
    for (const each of asked) representations[each.group.variable] = each.representations;
    const result = await this.#ask(step, representations);
    for (const each of asked) this.#spread(each, result.data?.[each.group.alias]);
    for (const error of result.errors ?? []) this.#place(error, asked);
  }

  #gather(group: EntityGroup): Asked {
    const asked: Asked = { group, representations: [], targets: [] };
    const known = new Map<string, number>();
    for (const path of group.paths) {
      for (const target of targetsAt(this.found, path, this.satisfies)) {
        const representation = representationOf(target.object, group.requires, this.satisfies);
        if (!representation) continue;
        if (group.inputs.length > 0) rewrite(representation, group.inputs, this.satisfies);
        const identity = JSON.stringify(representation);
        const index = known.get(identity);
        if (index !== undefined) asked.targets[index]!.push(target);
        else {
          known.set(identity, asked.representations.length);
          asked.representations.push(representation);
          asked.targets.push([target]);
        }
      }
    }
    return asked;
  }

  #spread({ group, targets }: Asked, entities: unknown): void {
    if (!Array.isArray(entities)) return;
    targets.forEach((places, index) => {
      const entity = entities[index] as Json | null | undefined;
      if (entity === null) for (const { object } of places) markAbsent(object);
      if (!entity) return;
      if (group.outputs.length > 0) rewrite(entity, group.outputs, this.satisfies);
      places.forEach(({ object }, nth) => mergeInto(object, nth < places.length - 1 ? copyOf(entity) : entity));
    });
  }

  /** `_entities, 3, text` says nothing to a client: the error belongs wherever that entity stands in the answer. */
  #place(error: GraphError, asked: readonly Asked[]): void {
    const [alias, index, ...rest] = error.path ?? [];
    for (const { group, targets } of asked) {
      if (alias !== undefined && alias !== group.alias) continue;
      const concerned = typeof index === 'number' ? targets[index] ?? [] : targets.flat();
      const below = rest.map((segment) => unrenamed(segment, group.renamed));
      for (const { place } of concerned) this.errors.push({ ...error, path: [...pathOf(place), ...below] });
    }
  }

  async #ask(step: FetchStep, representations?: Json): Promise<GraphResult> {
    const variables: Json = { ...representations };
    for (const name of step.variables) if (name in this.variables) variables[name] = this.variables[name];
    if (this.context.signal?.aborted) return { data: null, errors: [unavailable()] }; // nobody waits for it any more
    try {
      return await step.executor.execute({ kind: step.operation, query: step.query, variables, context: this.context });
    } catch {
      return { data: null, errors: [unavailable()] };
    }
  }
}

function unrenamed(segment: string | number, renamed: ReadonlyMap<string, string>): string | number {
  return typeof segment === 'string' ? renamed.get(segment) ?? segment : segment;
}
