import type { Condition, Node } from './mapping.js';
import { columnValue } from './column-value.js';
import { condition } from './condition.js';
import { invalid, isObject } from './read-mapping.js';
import { fromToday } from './relative-date.js';
import type { Evaluate, Mapped, Scope } from './scope.js';

type Special = (node: never, path: string, scope: Scope) => Evaluate;

const SPECIAL: Readonly<Record<string, Special>> = {
  $column: columnValue,
  $text: text,
  $row: () => (row) => row.columns,
  $request: request,
  $parameter: parameter,
  $today: (node: { $today: Parameters<typeof fromToday>[1] }) => (row) => fromToday(row.frame.today, node.$today),
  $when: when,
};

/** A template as a function from a row to a document; what is missing is undefined. */
export function compileNode(node: Node, path: string, scope: Scope): Evaluate {
  if (Array.isArray(node)) return list(node, path, scope);
  if (!isObject(node)) return () => node ?? undefined;
  const marks = Object.keys(node).filter((key) => key.startsWith('$'));
  if (marks.length === 0) return object(node as Readonly<Record<string, Node>>, path, scope);
  const special = marks.length === 1 ? SPECIAL[marks[0]!] : undefined;
  if (!special) throw invalid(path, `${marks.join(', ')}: known are ${Object.keys(SPECIAL).join(', ')}, one at a time`);
  return special(node as never, path, scope);
}

function object(node: Readonly<Record<string, Node>>, path: string, scope: Scope): Evaluate {
  const fields = Object.entries(node).map(([name, value]) => [name, compileNode(value, path ? `${path}.${name}` : name, scope)] as const);
  return (row) => {
    const made: Record<string, unknown> = {};
    for (const [name, evaluate] of fields) {
      const value = evaluate(row);
      if (value !== undefined) made[name] = value;
    }
    return Object.keys(made).length ? made : undefined;
  };
}

/** Items that are lists themselves are strung together. A list written down as empty stays one. */
function list(node: readonly Node[], path: string, scope: Scope): Evaluate {
  if (node.length === 0) return () => [];
  const items = node.map((item, index) => compileNode(item, `${path}[${index}]`, scope));
  return (row) => {
    const made = items.flatMap((evaluate) => evaluate(row) ?? []);
    return made.length ? made : undefined;
  };
}

function text(node: { $text: string }, path: string, scope: Scope): Evaluate {
  if (typeof node.$text !== 'string') throw invalid(path, '$text is a text');
  const parts = node.$text.split(/\{([^{}]+)\}/u).map((part, index) => {
    if (index % 2 === 0) return () => part;
    if (part === '#') return (row: Mapped) => String(row.number);
    return columnText(scope.use(part, path), scope);
  });
  return (row) => {
    const words = parts.map((part) => part(row));
    return words.includes(undefined) ? undefined : words.join('');
  };
}

const columnText = (column: string, scope: Scope) => (row: Mapped) =>
  scope.isEmpty(row.columns[column]) ? undefined : String(row.columns[column]).trim();

function request(node: { $request: 'purpose' | 'legalBasis' | 'agency' | 'client' }, path: string): Evaluate {
  if (!['purpose', 'legalBasis', 'agency', 'client'].includes(node.$request)) throw invalid(path, '$request is purpose, legalBasis, agency or client');
  return (row) => row.frame[node.$request];
}

function parameter(node: { $parameter: string }, path: string, scope: Scope): Evaluate {
  const value = scope.parameter(node.$parameter, path);
  return () => value;
}

function when(node: { $when: Condition; then: Node; else?: Node }, path: string, scope: Scope): Evaluate {
  if (node.then === undefined) throw invalid(path, '$when needs then');
  const holds = condition(node.$when, `${path}.$when`, scope, (value, at) => compileNode(value, at, scope));
  const then = compileNode(node.then, path, scope);
  const otherwise = node.else === undefined ? () => undefined : compileNode(node.else, path, scope);
  return (row) => (holds(row) ? then(row) : otherwise(row));
}
