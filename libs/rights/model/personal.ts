import { ALL_CLASSES, byClass, CLASSES, codelistNamed, KINDS, maskOf, merge, type FieldShape, type Part, type RecordClass, type Slice, type TypeShape } from '#libs/contracts';

/** One thing that a record says of the person, in words. */
export interface Line {
  readonly label: string;
  readonly value: string;
}

/** What a record says of the person, by category of data (LED art. 14(c)-(g)). */
export interface Particulars {
  readonly category: string;
  readonly lines: readonly Line[];
}

/** A place in a record that is one person. */
export interface Place {
  readonly kind: string;
  readonly list: string;
  readonly ref: string;
}

type Tree = Readonly<Record<string, unknown>>;

/** The agency's own bookkeeping of the person: when it is looked at again, and by what name of its own. */
const OWN_BOOKS = ['ref', 'reviewDate', 'erasureDate'];
/** Where a record names persons by their refs in what may be told of them: the offence is told, the others in it are not. */
const OFFENCES = { list: 'offences', named: ['accused', 'against'], told: ['code', 'section', 'stage', 'date'] } as const;

export function personType({ kind, list }: Pick<Place, 'kind' | 'list'>): TypeShape | undefined {
  return KINDS[kind]?.type.fields.find(({ name }) => name === list)?.object;
}

/** All lists of persons that a kind has. */
export const personLists = (kind: string): readonly string[] => KINDS[kind]!.type.fields.filter(({ object }) => object?.subject).map(({ name }) => name);

/** What stands in a slice of a record under one person. */
export function sliceOf(slice: Slice, { list, ref }: Pick<Place, 'list' | 'ref'>): Slice | undefined {
  const item = (slice[list] as Slice | undefined)?.[ref];
  return typeof item === 'object' && item !== null && !Array.isArray(item) ? item as Slice : undefined;
}

/** @param parts slices of the record, the sealed ones this person's alone @param keptBack mask of classes that are withheld */
export function particularsOf(place: Place, parts: readonly Part[], keptBack: number): Particulars[] {
  const type = personType(place);
  if (!type) return [];
  const told = parts.filter((part) => (maskOf(part.class) & keptBack) === 0);
  const own = told.flatMap((part) => { const slice = sliceOf(part.slice, place); return slice ? [{ class: part.class, slice }] : []; });
  const lines = new Map<RecordClass, Line[]>();
  describe(type, merge(type, byClass(own), ALL_CLASSES), '', lines);
  for (const offence of offencesOf(place, told)) push(lines, 'OFFENCE', { label: 'offence', value: offence });
  return CLASSES.filter(({ code }) => lines.has(code)).map(({ code, title }) => ({ category: title, lines: lines.get(code)! }));
}

/** Mask of the classes of which something is told. */
export function toldMask(particulars: readonly Particulars[]): number {
  return CLASSES.filter(({ title }) => particulars.some(({ category }) => category === title)).reduce((mask, { bit }) => mask | (1 << bit), 0);
}

/** How the record is handled: why, on which basis, until when. The person's own erasure date counts where it is known. */
export function handlingOf({ kind, list, ref }: Place, parts: readonly Part[]): { purposes: string[]; legalBasis: string; keptUntil: string } {
  const envelopeType = KINDS[kind]!.type.fields.find(({ name }) => name === 'envelope')!.object!;
  const inner = parts.flatMap((part) => (part.slice['envelope'] ? [{ class: part.class, slice: part.slice['envelope'] as Slice }] : []));
  const envelope: Tree = merge(envelopeType, byClass(inner), ALL_CLASSES);
  const own = parts.map((part) => sliceOf(part.slice, { list, ref })?.['erasureDate']).find((date) => date !== undefined);
  const field = (name: string) => envelopeType.fields.find((one) => one.name === name)!;
  return {
    purposes: ((envelope['purposes'] ?? []) as string[]).map((code) => worded(field('purposes'), code)),
    legalBasis: worded(field('legalBasis'), envelope['legalBasis']), keptUntil: String(own ?? envelope['erasureDate'] ?? ''),
  };
}

function describe({ fields }: TypeShape, value: Tree, above: string, lines: Map<RecordClass, Line[]>): void {
  for (const field of fields) {
    const found = value[field.name];
    if (found === undefined || found === null || OWN_BOOKS.includes(field.name)) continue;
    const label = above ? `${above}, ${wordsOf(field.name)}` : wordsOf(field.name);
    if (field.object) {
      for (const item of (Array.isArray(found) ? found : [found]) as Tree[]) describe(field.object, item, ['identity', 'contact', 'special'].includes(field.name) ? '' : label, lines);
    } else push(lines, field.class, { label, value: (Array.isArray(found) ? found : [found]).map((one) => worded(field, one)).join('; ') });
  }
}

function offencesOf({ kind, ref }: Place, parts: readonly Part[]): string[] {
  const type = KINDS[kind]!.type.fields.find(({ name }) => name === OFFENCES.list)?.object;
  const slices = parts.flatMap((part) => (part.class === 'OFFENCE' && part.slice[OFFENCES.list] ? [part.slice[OFFENCES.list] as Slice] : []));
  if (!type || slices.length === 0) return [];
  const items = Object.entries(slices[0]!).filter(([key]) => key !== '#').map(([, item]) => item as Tree);
  const his = items.filter((item) => OFFENCES.named.some((name) => (item[name] as readonly string[] | undefined)?.includes(ref)));
  return his.map((item) => OFFENCES.told.flatMap((name) => (item[name] === undefined ? [] : [worded(type.fields.find((field) => field.name === name)!, item[name])])).join(', '));
}

function push(lines: Map<RecordClass, Line[]>, code: RecordClass, line: Line): void {
  lines.set(code, [...(lines.get(code) ?? []), line]);
}

/** A code as its list words it, so that a person who knows no code can read it. */
function worded({ codelist }: FieldShape, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const text = String(value ?? '');
  return (codelist && codelistNamed(codelist).codes.find(({ code }) => code === text)?.title) || text;
}

const wordsOf = (name: string) => (name === 'cnic' ? 'CNIC' : name.replace(/([a-z0-9])([A-Z])/gu, '$1 $2').toLowerCase());
