import type { Condition, Node } from './mapping.js';
import { invalid, isObject } from './read-mapping.js';
import type { Decide, Evaluate, Scope } from './scope.js';

type CompileNode = (node: Node, path: string) => Evaluate;

/** A condition as a function; `compile` is for the values it compares. */
export function condition(given: Condition, path: string, scope: Scope, compile: CompileNode): Decide {
  const again = (part: Condition, step: string) => condition(part, `${path}.${step}`, scope, compile);
  if (typeof given === 'string') return scope.named(given, path, (named) => condition(named, `conditions.${given}`, scope, compile));
  if (!isObject(given)) throw invalid(path, 'a condition is an object or the name of one');
  if ('all' in given) return every(given.all.map((part, index) => again(part, `all[${index}]`)));
  if ('any' in given) return some(given.any.map((part, index) => again(part, `any[${index}]`)));
  if ('not' in given) {
    const inner = again(given.not, 'not');
    return (row) => !inner(row);
  }
  if ('column' in given) return columnCondition(given, path, scope);
  if ('value' in given) return comparison(given, path, compile);
  throw invalid(path, 'a condition has column, value, all, any or not');
}

const every = (parts: readonly Decide[]): Decide => (row) => parts.every((part) => part(row));
const some = (parts: readonly Decide[]): Decide => (row) => parts.some((part) => part(row));

function columnCondition(given: Extract<Condition, { column: string }>, path: string, scope: Scope): Decide {
  const column = scope.use(given.column, path);
  const { is, given: wanted = true } = given;
  if (is === undefined) return (row) => scope.isEmpty(row.columns[column]) !== wanted;
  const values = new Set(typeof is === 'string' ? [is] : is);
  return (row) => values.has(String(row.columns[column] ?? '').trim());
}

const COMPARISONS = {
  equals: (left: unknown, right: unknown) => left === right,
  above: (left: unknown, right: unknown) => (left as number) > (right as number),
  below: (left: unknown, right: unknown) => (left as number) < (right as number),
} as const;

function comparison(given: Extract<Condition, { value: Node }>, path: string, compile: CompileNode): Decide {
  const names = (['equals', 'above', 'below'] as const).filter((name) => given[name] !== undefined);
  const [name] = names;
  if (name === undefined || names.length > 1) throw invalid(path, 'compare by one of equals, above, below');
  const left = compile(given.value, `${path}.value`);
  const right = compile(given[name]!, `${path}.${name}`);
  const holds = COMPARISONS[name];
  return (row) => {
    const [one, other] = [left(row), right(row)];
    return one !== undefined && typeof one === typeof other && holds(one, other);
  };
}
