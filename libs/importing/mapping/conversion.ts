import type { ColumnNode } from './mapping.js';
import { invalid } from './read-mapping.js';
import { fault, type Mapped, type Scope } from './scope.js';

type Convert = (value: unknown, row: Mapped) => unknown;

const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/u;
const INTEGER = /^[+-]?\d{1,15}$/u;
const YES = new Set(['1', 'true', 'yes', 'y']);
const NO = new Set(['0', 'false', 'no', 'n']);
const DATE_PARTS = { YMD: [0, 1, 2], DMY: [2, 1, 0], MDY: [2, 0, 1] } as const;

/** What makes a number, a date or a yes of what the source writes; undefined stands for "it is none". */
const TYPES: Readonly<Record<string, (text: string, node: ColumnNode) => unknown>> = {
  text: (text) => text,
  integer: (text) => (INTEGER.test(text) ? Number(text) : undefined),
  number: (text) => (NUMBER.test(text) ? Number(text) : undefined),
  boolean: (text) => (YES.has(text.toLowerCase()) ? true : NO.has(text.toLowerCase()) ? false : undefined),
  date: (text, { order = 'YMD' }) => isoDate(text, order),
  year: (text) => (/^\d{4}(?:-\d{2}-\d{2})?$/u.test(text) ? Number(text.slice(0, 4)) : undefined),
};

/** The type that a column's value takes on, with `plus` added to numbers. */
export function conversion(node: ColumnNode, path: string, scope: Scope): Convert {
  const { as, plus, order } = node;
  if (as !== undefined && !Object.hasOwn(TYPES, as)) throw invalid(path, `as is one of ${Object.keys(TYPES).join(', ')}`);
  if (order !== undefined && !Object.hasOwn(DATE_PARTS, order)) throw invalid(path, 'order is YMD, DMY or MDY');
  if (as === undefined) return plus === undefined ? (value) => value : (value) => (typeof value === 'number' ? value + plus : value);
  const type = TYPES[as]!;
  return (value, row) => {
    const made = type(typeof value === 'string' ? value : String(value), node);
    if (made === undefined) return fault(row, scope, path, `Column ${node.$column}: not of type ${as}.`);
    return plus !== undefined && typeof made === 'number' ? made + plus : made;
  };
}

/** Whether the calendar has the day is for the contract to say. */
function isoDate(text: string, order: keyof typeof DATE_PARTS): string | undefined {
  const parts = /^(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})$/u.exec(text)?.slice(1);
  if (!parts) return undefined;
  const [year, month, day] = DATE_PARTS[order].map((place) => parts[place]!) as [string, string, string];
  if (year.length !== 4 || day.length > 2) return undefined;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
