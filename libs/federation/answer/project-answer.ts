import { type GraphError, type GraphResult, INTERNAL } from '#libs/subgraphs';
import { isAbsent } from '../execution/json-tree.js';
import { clientKey } from '../planning/source-key.js';
import type { FieldShape, ObjectShape, ValueShape } from './object-shape.js';

/** Stands for a null where none may be: the nearest parent that may be null becomes null instead. */
const PROPAGATE = Symbol('propagate');

type Json = Record<string, unknown>;
type Path = (string | number)[];

/**
 * The client's answer out of everything the subgraphs gave: only what was asked, in the order it
 * was asked, nulls propagated as GraphQL prescribes (spec October 2021, §6.4.4). Keys the planner
 * added stay behind. Errors come out in a fixed order, so that the topology cannot show in it.
 * `unexplained` is told of each null that no subgraph accounted for.
 */
export function projectAnswer(
  found: Json, errors: readonly GraphError[], shape: ObjectShape, unexplained: () => void = () => undefined,
): GraphResult {
  const projection = new Projection(errors, unexplained);
  const data = projection.root(found, shape);
  return projection.errors.length > 0 ? { data, errors: inOrder(projection.errors) } : { data };
}

class Projection {
  readonly errors: GraphError[];
  readonly #path: Path = [];

  constructor(errors: readonly GraphError[], private readonly unexplained: () => void) {
    this.errors = errors.map((error) => error.path
      ? { ...error, path: error.path.map((segment) => (typeof segment === 'string' ? clientKey(segment) : segment)) }
      : error);
  }

  root(found: Json, shape: ObjectShape): Json | null {
    const data = this.#object(found, shape);
    return data === PROPAGATE ? null : (data as Json);
  }

  #object(found: Json, shape: ObjectShape): Json | null | typeof PROPAGATE {
    const typename = shape.only ?? (found['__typename'] as string);
    const fields = shape.fieldsOf(typename);
    if (!fields) return this.#blame();
    const answer: Json = {};
    for (const field of fields) {
      const value = field.meta ? metaValue(field, found, typename) : this.#field(found, field);
      if (value === PROPAGATE) return PROPAGATE;
      answer[field.key] = value;
    }
    return answer;
  }

  #field(found: Json, field: FieldShape): unknown {
    // Whatever refers to an entity that is not there is null, without an error: to be hidden and to be absent are one.
    if (field.value.nonNull && isAbsent(found) && (found[field.source] ?? null) === null) return PROPAGATE;
    this.#path.push(field.key);
    const value = this.#value(found[field.source], field.value);
    this.#path.pop();
    return value;
  }

  #value(found: unknown, shape: ValueShape): unknown {
    if (found === null || found === undefined) return shape.nonNull ? this.#refuseNull() : null;
    const value = shape.kind === 'leaf' ? found
      : shape.kind === 'list' ? this.#list(found as unknown[], shape.item)
        : this.#object(found as Json, shape.object);
    if (value === PROPAGATE || value === null) return shape.nonNull ? PROPAGATE : null;
    return value;
  }

  #list(found: readonly unknown[], item: ValueShape): unknown[] | typeof PROPAGATE {
    const answer = new Array<unknown>(found.length);
    for (let index = 0; index < found.length; index += 1) {
      this.#path.push(index);
      const value = this.#value(found[index], item);
      this.#path.pop();
      if (value === PROPAGATE) return PROPAGATE;
      answer[index] = value;
    }
    return answer;
  }

  #refuseNull(): typeof PROPAGATE {
    this.#blame();
    return PROPAGATE;
  }

  /** A null needs an error that explains it; the subgraph's own stands, at this place, above or below it. */
  #blame(): null {
    if (!this.errors.some((error) => explains(error.path, this.#path))) {
      this.unexplained();
      this.errors.push({ ...INTERNAL, path: [...this.#path] });
    }
    return null;
  }
}

function metaValue(field: FieldShape, found: Json, typename: string): unknown {
  return field.meta === '__typename' ? typename : found[field.source] ?? null;
}

function explains(path: GraphError['path'], place: Path): boolean {
  if (!path) return true;
  const depth = Math.min(path.length, place.length);
  for (let index = 0; index < depth; index += 1) if (path[index] !== place[index]) return false;
  return true;
}

function inOrder(errors: readonly GraphError[]): GraphError[] {
  const seen = new Map<string, GraphError>();
  for (const error of errors) seen.set(JSON.stringify([error.path, error.extensions, error.message]), error);
  return [...seen].sort(([left, one], [right, other]) => comparePaths(one.path, other.path) || (left < right ? -1 : 1))
    .map(([, error]) => error);
}

function comparePaths(one: GraphError['path'] = [], other: GraphError['path'] = []): number {
  for (let index = 0; index < Math.min(one.length, other.length); index += 1) {
    const left = one[index]!;
    const right = other[index]!;
    if (left === right) continue;
    if (typeof left === 'number' && typeof right === 'number') return left - right;
    return String(left) < String(right) ? -1 : 1;
  }
  return one.length - other.length;
}
