import { GraphQLError } from 'graphql';
import { Refusal, type Issue } from '#libs/kernel';

/** An error as it travels between processes and to clients: coded, and free of detail. */
export interface GraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly issues?: readonly Issue[] };
}

export interface GraphResult {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphError[];
}

/** Where an unexpected failure is told of; never with a message, which may hold a person's values. */
export type Report = (event: string, fields: Record<string, string | number | boolean>) => void;

export const INTERNAL: GraphError = {
  message: 'the hub could not answer this',
  extensions: { code: 'INTERNAL' },
};

export function unavailable(): GraphError {
  return { message: 'a part of the hub does not answer', extensions: { code: 'UNAVAILABLE' } };
}

/** The refusal behind an error that an executor wrapped, if there is one. */
export function refusalIn(error: unknown): Refusal | null {
  for (let each = error, depth = 0; each && depth < 8; depth += 1) {
    if (each instanceof Refusal) return each;
    each = (each as { originalError?: unknown; cause?: unknown }).originalError ?? (each as { cause?: unknown }).cause;
  }
  return null;
}

export function refusedWith(refusal: Refusal, path?: readonly (string | number)[]): GraphError {
  const { code, issues } = refusal;
  return { message: refusal.message, ...(path && { path }), extensions: { code, issues } };
}

/** The coded form of anything thrown; what is not a refusal loses its detail here and is reported. */
export function toGraphError(error: unknown, report: Report, fields: Record<string, string> = {}): GraphError {
  const path = error instanceof GraphQLError ? error.path : undefined;
  const refusal = refusalIn(error);
  if (refusal) return refusedWith(refusal, path);
  report('gateway.failed', { ...fields, ...traceOf(error) });
  return { ...INTERNAL, ...(path && { path }) };
}

/** For libraries that know errors only as graphql-js's own. */
export function asGraphQLError({ message, path, extensions }: GraphError): GraphQLError {
  return new GraphQLError(message, { path: path ?? null, extensions: { ...extensions } });
}

/** What may be logged of an unexpected error: its kind and where in the code it arose, not its message. */
export function traceOf(error: unknown): Record<string, string> {
  let origin = error;
  while (origin instanceof GraphQLError && origin.originalError) origin = origin.originalError;
  if (!(origin instanceof Error)) return { error: typeof origin };
  const code = (origin as { code?: unknown }).code;
  const frames = (origin.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 8);
  return { error: origin.name, ...(typeof code === 'string' && { errorCode: code }), at: frames.map((line) => line.trim()).join(' < ') };
}
