import { KINDS, type TypeShape } from '#libs/contracts';
import type { Issue } from '#libs/kernel';
import type { Row } from '../reading/row.js';
import type { Mapping, Node } from './mapping.js';
import { invalid, isObject } from './read-mapping.js';
import { Scope, type Evaluate, type ImportFrame, type Mapped } from './scope.js';
import { compileNode } from './compile-node.js';

/** What became of a row: a document, or the reasons why there is none. */
export interface MappedRow {
  readonly number: number;
  readonly document?: Record<string, unknown>;
  readonly issues: readonly Issue[];
}

/** A mapping ready to run. Pure: the same row, frame and lookups give the same document. */
export class CompiledMapping {
  /** Columns that the template and its conditions read. */
  readonly columns: ReadonlySet<string>;
  readonly #document: Evaluate;

  /** @throws Refusal MAPPING_INVALID with the place in the mapping */
  constructor(readonly mapping: Mapping, kind: string) {
    const shape = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
    if (!shape) throw invalid('kind', `there is no kind ${kind}; the kinds are ${Object.keys(KINDS).join(', ')}`);
    if (mapping.kind !== 'any' && mapping.kind !== kind) throw invalid('kind', `the mapping makes documents of kind ${mapping.kind}, not ${kind}`);
    checkFields(mapping.document, shape.type, 'document');
    const scope = new Scope(mapping);
    this.#document = compileNode(mapping.document, '', scope);
    this.columns = scope.columns;
  }

  get takesWholeRow(): boolean {
    return isObject(this.mapping.document) && '$row' in this.mapping.document;
  }

  /** @throws Refusal MAPPING_INVALID when the source and the mapping do not name the same columns */
  checkColumns(header: readonly string[]): void {
    if (this.takesWholeRow) return;
    const there = new Set(header);
    const named = new Set([...this.columns, ...Object.keys(this.mapping.leftOut)]);
    const missing = [...this.columns].filter((column) => !there.has(column));
    if (missing.length) throw invalid('', `the source has no column ${missing.map((column) => `"${column}"`).join(', ')}`);
    const unnamed = header.filter((column) => !named.has(column));
    if (unnamed.length) throw invalid('leftOut', `neither mapped nor left out with a reason: ${unnamed.map((column) => `"${column}"`).join(', ')}`);
  }

  map(row: Row, frame: ImportFrame): MappedRow {
    const { number } = row;
    if (row.fault) return { number, issues: [row.fault] };
    const mapped: Mapped = { number, columns: row.columns, frame, issues: [] };
    const document = this.#document(mapped);
    if (mapped.issues.length) return { number, issues: mapped.issues };
    return { number, document: isObject(document) ? document : {}, issues: [] };
  }
}

/** A field that the contract does not know, or that the hub fills itself, is found before the first row. */
function checkFields(node: Node, type: TypeShape, path: string): void {
  if (Array.isArray(node)) return node.forEach((item, index) => checkFields(item as Node, type, `${path}[${index}]`));
  if (!isObject(node)) return;
  if ('$when' in node) return [node['then'], node['else']].forEach((part) => part !== undefined && checkFields(part as Node, type, path));
  if (Object.keys(node).some((key) => key.startsWith('$'))) return;
  for (const [name, value] of Object.entries(node)) {
    const field = type.fields.find((one) => one.name === name);
    if (!field) throw invalid(`${path}.${name}`, `the contract knows no such field of ${type.name}`);
    if (field.minted) throw invalid(`${path}.${name}`, 'the hub fills this field itself');
    if (field.object) checkFields(value as Node, field.object, `${path}.${name}`);
  }
}
