import type { CodeTable, Condition, Mapping } from './mapping.js';
import type { Issue } from '#libs/kernel';
import { invalid, isObject } from './read-mapping.js';

/** What the client says with every request, and the day the import began. */
export interface ImportFrame {
  readonly today: Date;
  readonly purpose: string;
  readonly legalBasis: string;
  readonly agency: string;
  readonly client: string;
}

/** A row while it is mapped. Missing values are undefined; faults are collected, not thrown. */
export interface Mapped {
  readonly number: number;
  readonly columns: Readonly<Record<string, unknown>>;
  readonly frame: ImportFrame;
  readonly issues: Issue[];
}

export type Evaluate = (row: Mapped) => unknown;
export type Decide = (row: Mapped) => boolean;

/** What a template may refer to while it is compiled, and the columns it was seen to use. */
export class Scope {
  readonly columns = new Set<string>();
  readonly #empty: ReadonlySet<string>;
  readonly #open: string[] = [];

  constructor(private readonly mapping: Mapping) {
    this.#empty = new Set(mapping.empty);
  }

  get name(): string {
    return this.mapping.name;
  }

  use(column: unknown, path: string): string {
    if (typeof column !== 'string' || column === '') throw invalid(path, 'names no column');
    this.columns.add(column);
    return column;
  }

  /** Blank, or a word by which the source says nothing. */
  isEmpty(value: unknown): boolean {
    return value === undefined || value === null || (typeof value === 'string' && (value.trim() === '' || this.#empty.has(value.trim())));
  }

  parameter(name: unknown, path: string): unknown {
    if (typeof name !== 'string' || !Object.hasOwn(this.mapping.parameters, name)) throw invalid(path, `there is no parameter ${String(name)}`);
    return this.mapping.parameters[name] ?? undefined;
  }

  table(given: unknown, path: string): ReadonlyMap<string, unknown> {
    const table = typeof given === 'string' ? this.mapping.tables[given] : given;
    if (!isObject(table)) throw invalid(path, `there is no table ${String(given)}`);
    for (const value of Object.values(table)) if (typeof value === 'object' && value !== null) throw invalid(path, 'a table gives texts, numbers, true, false or null');
    return new Map(Object.entries(table as CodeTable));
  }

  /** Compiles a named condition, which may refer to others but not to itself. */
  named<Result>(name: string, path: string, compile: (condition: Condition) => Result): Result {
    const condition = Object.hasOwn(this.mapping.conditions, name) ? this.mapping.conditions[name] : undefined;
    if (condition === undefined) throw invalid(path, `there is no condition ${name}`);
    if (this.#open.includes(name)) throw invalid(`conditions.${name}`, 'refers to itself');
    this.#open.push(name);
    const result = compile(condition);
    this.#open.pop();
    return result;
  }
}

export function fault(row: Mapped, scope: Scope, field: string, message: string): undefined {
  row.issues.push({ code: 'MAPPING_FAILED', field, rule: `mapping ${scope.name}`, message });
  return undefined;
}
