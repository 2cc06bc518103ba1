export type Json = Record<string, unknown>;

/**
 * Adds what a later step found to what is there. Both sides answer the same selection, so a list
 * meets a list of the same length; a null on one side gives way, the projection judges what is left.
 */
export function mergeInto(target: Json, found: Json): void {
  for (const key in found) {
    const incoming = found[key];
    const present = target[key];
    if (present === undefined || present === null) target[key] = incoming;
    else if (typeof present === 'object' && typeof incoming === 'object' && incoming !== null) {
      mergeValues(present, incoming);
    }
  }
}

function mergeValues(target: object, found: object): void {
  if (!Array.isArray(target)) return mergeInto(target as Json, found as Json);
  if (!Array.isArray(found)) return;
  target.forEach((present, index) => {
    const incoming: unknown = found[index];
    if (present === null) target[index] = incoming ?? null;
    else if (typeof present === 'object' && typeof incoming === 'object' && incoming !== null) mergeValues(present as object, incoming);
  });
}

/** A copy that shares nothing: two places of the answer that hold the same entity are grown apart by later steps. */
export function copyOf<T>(value: T): T {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  const copy: Json = {};
  for (const key in value) copy[key] = copyOf((value as Json)[key]);
  return copy as T;
}

const ABSENT = Symbol('no such entity');

/** Says of a reference that its subgraph knows no such thing, or none that this caller may see: no fault, and one to the client. */
export function markAbsent(reference: Json): void {
  Object.defineProperty(reference, ABSENT, { value: true });
}

export function isAbsent(reference: Json): boolean {
  return ABSENT in reference;
}
