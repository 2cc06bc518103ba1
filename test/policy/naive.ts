import { readFileSync } from 'node:fs';
import { maskOf, purposeMask, type RecordClass, ALL_CLASSES } from '#libs/contracts';
import { TLP_RANK } from '#libs/kernel';
import { CATEGORY } from '#libs/policy';
import type { Triple } from './triples.js';

/** The rule table read word by word at run time: slow, plain, and sharing no line with the compilers. */
type Ast = string | { readonly [op: string]: Ast | readonly unknown[] };
interface Table {
  readonly terms: Readonly<Record<string, Ast>>;
  readonly rules: readonly { readonly effect: string; readonly classes: '*' | RecordClass[]; readonly when: Ast }[];
}

const TABLE = JSON.parse(readFileSync(new URL('../../schemas/policy/rules.json', import.meta.url), 'utf8')) as Table;

export function naiveClasses(triple: Triple): number {
  let permitted = 0;
  let forbidden = 0;
  for (const { effect, classes, when } of TABLE.rules) {
    if (!holds(when, triple)) continue;
    const mask = classes === '*' ? ALL_CLASSES : maskOf(...classes);
    if (effect === 'permit') permitted |= mask;
    else forbidden |= mask;
  }
  return permitted & ~forbidden;
}

function holds(ast: Ast, triple: Triple): boolean {
  if (typeof ast === 'string') return ast.includes('.') ? attribute(ast, triple) === true : holds(TABLE.terms[ast]!, triple);
  const [op, body] = Object.entries(ast)[0]!;
  if (op === 'not') return !holds(body as Ast, triple);
  if (op === 'and') return (body as Ast[]).every((child) => holds(child, triple));
  if (op === 'or') return (body as Ast[]).some((child) => holds(child, triple));
  const [path, other] = body as [string, unknown];
  return compare(op, attribute(path, triple), valueOf(other, path, triple));
}

function compare(op: string, left: unknown, right: unknown): boolean {
  switch (op) {
    case 'eq': return left === right;
    case 'ne': return left !== right;
    case 'ge': return (left as number) >= (right as number);
    case 'lt': return (left as number) < (right as number);
    case 'in': return setOf(right).some((value) => setOf(left).includes(value));
    case 'has': return setOf(right).every((value) => setOf(left).includes(value));
    case 'overlaps': return setOf(right).some((value) => setOf(left).includes(value));
    default: throw new Error(`unknown operator ${op}`);
  }
}

/** A mask is the set of its bits. */
function setOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'number') return [...Array(16).keys()].filter((bit) => (value >> bit) % 2 === 1);
  return [value];
}

function attribute(path: string, triple: Triple): unknown {
  const [side, name] = path.split('.') as [keyof Triple, string];
  return (triple[side] as unknown as Record<string, unknown>)[name];
}

function valueOf(other: unknown, path: string, triple: Triple): unknown {
  if (typeof other === 'string' && /^(record|audience|request)\./.test(other)) return attribute(other, triple);
  const codes = [other].flat() as string[];
  if (/\.purposes?$/.test(path)) return other === 0 ? 0 : purposeMask(...codes);
  if (path === 'record.categories') return codes.reduce((mask, code) => mask | CATEGORY[code as keyof typeof CATEGORY], 0);
  if (path === 'record.tlp') return TLP_RANK[other as string];
  return other;
}
