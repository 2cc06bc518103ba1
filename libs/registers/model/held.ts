import { CLASSES, type ClassEntry, type KindShape, type SubjectCategory, type TypeShape } from '#libs/contracts';

/** One category of data in records of a kind. */
export interface Held {
  readonly class: string;
  readonly title: string;
  readonly sealed: boolean;
  /** Paths from the record down. */
  readonly fields: readonly string[];
}

/** Classes that records of this kind may hold, with the fields of each (LED art. 24(1)(d)). */
export function heldIn({ type }: KindShape): Held[] {
  const paths = leavesOf(type, '');
  return CLASSES.map(({ code, title, sealed }: ClassEntry) => ({
    class: code, title, sealed, fields: paths.filter((leaf) => leaf.class === code).map(({ path }) => path),
  })).filter(({ fields }) => fields.length > 0);
}

/** Categories of persons that records of this kind may be about (LED art. 6). */
export function subjectsIn({ type }: KindShape): SubjectCategory[] {
  return [...new Set(subjectsOf(type))].sort();
}

function leavesOf({ fields }: TypeShape, above: string): { class: string; path: string }[] {
  return fields.flatMap(({ name, class: code, object }) => (object ? leavesOf(object, `${above}${name}.`) : [{ class: code, path: above + name }]));
}

function subjectsOf({ subject, fields }: TypeShape): SubjectCategory[] {
  return [...(subject ? [subject] : []), ...fields.flatMap(({ object }) => (object ? subjectsOf(object) : []))];
}
