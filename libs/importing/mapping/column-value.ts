import type { ColumnNode } from './mapping.js';
import { conversion } from './conversion.js';
import { invalid } from './read-mapping.js';
import { fault, type Evaluate, type Mapped, type Scope } from './scope.js';

const OPTIONS = new Set(['$column', 'clean', 'split', 'splitAt', 'codes', 'otherwise', 'as', 'order', 'plus', 'first', 'rest', 'join', 'default']);
/** Nobody sees these characters; in running text they are noise of copying. */
const INVISIBLE = /[\p{Cf}\u2800]/gu;

type Step = (value: unknown, row: Mapped) => unknown;

/** One column through its steps: clean, split, codes, type, list to one, default. */
export function columnValue(node: ColumnNode, path: string, scope: Scope): Evaluate {
  for (const option of Object.keys(node)) if (!OPTIONS.has(option)) throw invalid(path, `unknown option ${option}`);
  const column = scope.use(node.$column, path);
  const split = splitting(node, path);
  const one = itemStep(node, path, scope);
  const gather = gathering(node);
  const fallback = node.default ?? undefined;
  return (row) => {
    let value = row.columns[column];
    if (scope.isEmpty(value)) return fallback;
    if (node.clean && typeof value === 'string') value = value.replace(INVISIBLE, '');
    const result = split && typeof value === 'string'
      ? gather(split(value).filter((item) => !scope.isEmpty(item)).map((item) => one(item, row)).filter((item) => item !== undefined))
      : one(value, row);
    return result ?? fallback;
  };
}

function splitting({ split, splitAt }: ColumnNode, path: string): ((text: string) => string[]) | undefined {
  if (split === undefined && splitAt === undefined) return undefined;
  if (split !== undefined && splitAt !== undefined) throw invalid(path, 'either split or splitAt');
  if (split !== undefined) return (text) => (split === '' ? [...text] : text.split(split));
  try {
    const pattern = new RegExp(splitAt!, 'u');
    return (text) => text.split(pattern);
  } catch {
    throw invalid(path, 'splitAt is not a regular expression');
  }
}

/** A list of none is missing; `first` and `join` make one value of several. */
function gathering({ first, rest, join }: ColumnNode): (items: unknown[]) => unknown {
  if (first) return (items) => items[0];
  if (rest) return (items) => (items.length > 1 ? items.slice(1) : undefined);
  if (join !== undefined) return (items) => (items.length ? items.join(join) : undefined);
  return (items) => (items.length ? items : undefined);
}

function itemStep(node: ColumnNode, path: string, scope: Scope): Step {
  const convert = conversion(node, path, scope);
  const translate = node.codes === undefined ? undefined : translation(node, path, scope);
  if (node.otherwise !== undefined && !translate) throw invalid(path, 'otherwise stands with codes');
  return (value, row) => {
    const text = typeof value === 'string' ? value.trim() : value;
    const meant = translate ? translate(text, row) : text;
    return meant === undefined ? undefined : convert(meant, row);
  };
}

function translation(node: ColumnNode, path: string, scope: Scope): Step {
  const table = scope.table(node.codes, path);
  const { otherwise = 'refuse', $column } = node;
  if (!['refuse', 'keep', 'drop'].includes(otherwise)) throw invalid(path, 'otherwise is refuse, keep or drop');
  return (value, row) => {
    const key = String(value);
    if (table.has(key)) return table.get(key) ?? undefined;
    if (otherwise === 'keep') return value;
    return otherwise === 'drop' ? undefined : fault(row, scope, path, `Column ${$column}: the mapping's table has no such value.`);
  };
}
