import { CLASS_ENTRIES, type RecordClass } from '../generated/classes.generated.js';

/** One class of `schemas/policy/classes.json`. A sealed class is encrypted at rest and never in an event. */
export interface ClassEntry {
  readonly code: RecordClass;
  readonly bit: number;
  readonly sealed: boolean;
  readonly title: string;
}

export const CLASSES: readonly ClassEntry[] = CLASS_ENTRIES;
export const OPEN_CLASSES: readonly ClassEntry[] = CLASSES.filter((entry) => !entry.sealed);
export const SEALED_CLASSES: readonly ClassEntry[] = CLASSES.filter((entry) => entry.sealed);

const BIT = new Map<string, number>(CLASSES.map(({ code, bit }) => [code, 1 << bit]));

/** Mask of these classes; a name that is no class throws, lest it silently grant or withhold nothing. */
export function maskOf(...codes: RecordClass[]): number {
  return codes.reduce((mask, code) => mask | bitOf(code), 0);
}

export function classesIn(mask: number): RecordClass[] {
  return CLASSES.filter(({ bit }) => (mask & (1 << bit)) !== 0).map(({ code }) => code);
}

export const ALL_CLASSES: number = maskOf(...CLASSES.map(({ code }) => code));

function bitOf(code: string): number {
  const bit = BIT.get(code);
  if (bit === undefined) throw new TypeError('no such record class');
  return bit;
}
