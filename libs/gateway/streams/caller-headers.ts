import type { IncomingHttpHeaders } from 'node:http';

export type CallerHeaders = Record<string, string | undefined>;

/** What a WebSocket may say of its caller in its first message; a proxy's headers are not for a client to set (OWASP ASVS 4.1.3). */
const SAYABLE: ReadonlySet<string> = new Set([
  'authorization', 'dpop', 'amanat-purpose', 'amanat-legal-basis', 'amanat-case-reference', 'amanat-officer',
]);

/** One value per name; a header sent twice is ambiguous and counts as both, joined, which no check accepts. */
export function callerHeaders(headers: IncomingHttpHeaders): CallerHeaders {
  const flat: CallerHeaders = {};
  for (const [name, value] of Object.entries(headers)) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  return flat;
}

/** The `connectionParams` of a WebSocket stand over its headers, as browsers cannot set those. */
export function withConnectionParams(headers: CallerHeaders, params: Readonly<Record<string, unknown>> = {}): CallerHeaders {
  const merged = { ...headers };
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === 'string' && SAYABLE.has(name.toLowerCase())) merged[name.toLowerCase()] = value;
  }
  return merged;
}
