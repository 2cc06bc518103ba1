import type { RecordClass } from './generated/classes.generated.js';

export type { RecordClass };

export type SubjectCategory = 'VICTIM' | 'SUSPECT' | 'WITNESS';

export type FieldType = 'String' | 'Int' | 'Float' | 'Boolean' | 'ID' | 'Date' | 'DateTime' | 'object';

/** One field of a record as the SDL declares it. */
export interface FieldShape {
  readonly name: string;
  /** Of a list or object: the class of its existence and length. */
  readonly class: RecordClass;
  readonly type: FieldType;
  readonly object?: TypeShape;
  readonly list: boolean;
  readonly required: boolean;
  /** Required, yet the list may have no items. */
  readonly mayBeEmpty?: boolean;
  /** Error code when it is missing; FIELD_REQUIRED where not said. */
  readonly requiredCode?: string;
  /** Filled by the hub; refused when handed in. */
  readonly minted: boolean;
  readonly codelist?: string;
  /** Sibling that names the scheme the code belongs to. */
  readonly codelistWithin?: string;
  readonly format?: string;
  /** May not lie in the future. */
  readonly past?: boolean;
  /** Must lie in the future. */
  readonly future?: boolean;
  /** In UTF-16 code units; set for every text. */
  readonly maxLength?: number;
  /** Set for every list. */
  readonly maxItems?: number;
  readonly facet?: string;
}

export interface TypeShape {
  readonly name: string;
  readonly fields: readonly FieldShape[];
  /** Each object of this type is one person, known by its field `ref`. */
  readonly subject?: SubjectCategory;
}

export interface FacetShape {
  readonly name: string;
  /** Field names from the record down; a list on the way gives one value per item. */
  readonly path: readonly string[];
  readonly class: RecordClass;
}

/** The body of a kind as it is handed in and stored, `envelope` included. */
export interface KindShape {
  readonly kind: string;
  readonly type: TypeShape;
  readonly facets: readonly FacetShape[];
}
