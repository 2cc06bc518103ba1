/** What ledger lines and seals are made of: whole numbers, texts, lists and objects of them. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [name: string]: Plain };

/**
 * JSON in the one form that RFC 8785 gives it (for the values of `Plain`): the same content is the
 * same bytes, whoever writes it. PostgreSQL writes ledger lines in this form by `audit.canonical`.
 */
export function canonical(value: Plain): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonical).join(',')}]`;
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name]!)}`).join(',')}}`;
}

const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value);
