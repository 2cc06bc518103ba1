/** What the generator writes: types by name, linked and frozen by `catalogue/kinds.ts`. */
import type { RecordClass } from '../generated/classes.generated.js';
import type { FieldShape, SubjectCategory } from '../shapes.js';

export interface RawField extends Omit<FieldShape, 'object'> { readonly object?: string }

export interface RawType {
  readonly name: string;
  readonly subject?: SubjectCategory;
  readonly fields: readonly RawField[];
}

export interface RawKind {
  readonly kind: string;
  readonly type: string;
  readonly facets: readonly { name: string; path: readonly string[]; class: RecordClass }[];
}

export interface RawCodelist {
  readonly name: string;
  readonly version: string;
  readonly refused: readonly { code: string; rule: string }[];
  readonly codes: readonly (readonly [code: string, title: string, aliases: readonly string[]])[];
}
