/**
 * The key under which a field is asked of the subgraphs. A client's alias may be the name of
 * another field, such as the key by which an entity is found again, and one response key may mean
 * another field in another type of a union. So aliases, and all fields below an abstract type, get
 * keys of their own; then no planner need tell them apart.
 */
export function sourceKey(name: string, responseKey: string, hasArguments: boolean, typename: string | null): string {
  if (typename !== null) return `_on${typename.length}_${typename}_${responseKey}`;
  return responseKey === name && !hasArguments ? name : `_as_${responseKey}`;
}

/** The client's response key for a source key. */
export function clientKey(source: string): string {
  if (source.startsWith('_as_')) return source.slice(4);
  const typed = /^_on(\d+)_/.exec(source);
  return typed ? source.slice(typed[0].length + Number(typed[1]) + 1) : source;
}

export function isReservedName(field: string): boolean {
  return /^_as_|^_on\d+_/.test(field);
}
