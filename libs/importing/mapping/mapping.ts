export type Literal = string | number | boolean | null;

/** A code table: what the source writes → what the document says; null drops the value. */
export type CodeTable = Readonly<Record<string, Literal>>;

/** How one column of a row becomes a value. The steps run in the order of these fields. */
export interface ColumnNode {
  readonly $column: string;
  /** Takes away characters that nobody sees (zero-width, bidi, byte order mark); never for names. */
  readonly clean?: boolean;
  /** A separator, or `''` for every character; makes a list. */
  readonly split?: string;
  /** A regular expression to split at, where the separator also occurs inside values. */
  readonly splitAt?: string;
  /** A table, or the name of one. */
  readonly codes?: string | CodeTable;
  /** What becomes of a value that the table lacks; `refuse` where not said. */
  readonly otherwise?: 'refuse' | 'keep' | 'drop';
  readonly as?: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'year';
  /** Of `as: date`: how the source orders day, month and year; YMD where not said. */
  readonly order?: 'YMD' | 'DMY' | 'MDY';
  /** Added to a number. */
  readonly plus?: number;
  /** Takes the first item of a list. */
  readonly first?: boolean;
  /** Takes the items after the first. */
  readonly rest?: boolean;
  /** Makes one text of a list. */
  readonly join?: string;
  /** What stands where the column is empty. */
  readonly default?: Literal;
}

/** Text with `{column}` in it, and `{#}` for the row's number; missing when one of the columns is empty. */
export interface TextNode { readonly $text: string }

/** The whole row, where the source already has the form of the document. */
export interface RowNode { readonly $row: true }

/** What the client says with every request: the purpose, the legal basis, the agency or the client. */
export interface RequestNode { readonly $request: 'purpose' | 'legalBasis' | 'agency' | 'client' }

/** A value of the mapping's `parameters`, which the command line may set. */
export interface ParameterNode { readonly $parameter: string }

/** A date so many years, months and days from the day the import began; `endOf: year` moves it to 31 December. */
export interface TodayNode { readonly $today: { readonly years?: number; readonly months?: number; readonly days?: number; readonly endOf?: 'year' } }

export interface WhenNode { readonly $when: Condition; readonly then: Node; readonly else?: Node }

/**
 * The document as a template: objects and lists as in the document, literals as they are, and in their
 * places the nodes above. What is missing leaves no trace: not a field, not an item, not an empty object or list.
 */
export type Node = Literal | readonly Node[] | { readonly [field: string]: Node } | ColumnNode | TextNode | RowNode | RequestNode | ParameterNode | TodayNode | WhenNode;

export type Condition =
  /** The name of a condition of the mapping. */
  | string
  /** The column holds something, or one of these values. */
  | { readonly column: string; readonly given?: boolean; readonly is?: string | readonly string[] }
  /** Two values compared; false when either is missing. */
  | { readonly value: Node; readonly equals?: Node; readonly above?: Node; readonly below?: Node }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

/** Another file whose row stands beside each row, column names as `name.column`; it starts again when it ends. */
export interface Lookup {
  /** Where it lies, seen from the source; `--with name=FILE` says otherwise. */
  readonly file: string;
}

/** One file of `schemas/mappings/`: how the rows of a source become documents of a kind. */
export interface Mapping {
  readonly name: string;
  readonly title: string;
  /** `any` where the mapping does not depend on the kind. */
  readonly kind: string;
  readonly source: { readonly format?: 'csv' | 'json' | 'ndjson'; readonly delimiter?: string };
  /** What the source writes where it says nothing; blank is always empty. */
  readonly empty: readonly string[];
  /** Columns that go nowhere, each with the reason. */
  readonly leftOut: Readonly<Record<string, string>>;
  readonly lookups: Readonly<Record<string, Lookup>>;
  /** Values with a name that the template uses in several places or deep in lists. */
  readonly parameters: Readonly<Record<string, Literal>>;
  readonly tables: Readonly<Record<string, CodeTable>>;
  readonly conditions: Readonly<Record<string, Condition>>;
  readonly document: Node;
}
