import { Refusal } from '#libs/kernel';
import type { QuestionLimits } from '../documents/limits.js';

type Values = Record<string, unknown>;

/** What a client asks: a document's text, or the id of one registered for its agency. */
export interface WrittenQuestion {
  readonly query?: string;
  /** `sha256:` and 64 lower-case hexadecimal digits (GraphQL over HTTP, persisted documents). */
  readonly documentId?: string;
  readonly operationName?: string | null;
  readonly variables?: Values | null;
}

/** @throws Refusal REQUEST_MALFORMED naming what is wrong, or QUERY_TOO_COMPLEX */
export function refuseWrongForm(body: unknown, limits: QuestionLimits): void {
  const wrong = wrongField(body);
  if (wrong !== null) throw Refusal.because('REQUEST_MALFORMED', wrong, 'GraphQL over HTTP', 'not a GraphQL request');
  const { variables, extensions } = body as Values;
  const broken = tooMuch([variables, extensions], limits);
  if (broken) throw Refusal.because('QUERY_TOO_COMPLEX', 'variables', 'hub', `the query exceeds the hub's limit on the ${broken} of its variables`);
}

/** Lists of questions are refused here too: a batch would hide many questions from every limit on one. */
function wrongField(body: unknown): string | null {
  if (!isObject(body)) return 'body';
  const { query, documentId, variables, operationName, extensions } = body;
  if ((query ?? '') !== '' && (documentId ?? null) !== null) return 'documentId';
  if ((documentId ?? null) === null ? typeof query !== 'string' || query === '' : typeof documentId !== 'string') return 'query';
  if ((variables ?? null) !== null && !isObject(variables)) return 'variables';
  if ((extensions ?? null) !== null && !isObject(extensions)) return 'extensions';
  return (operationName ?? null) === null || typeof operationName === 'string' ? null : 'operationName';
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Level by level, not by recursion: what is too deep must not overflow the stack of those who look. */
function tooMuch(roots: readonly unknown[], limits: QuestionLimits): 'depth' | 'size' | null {
  let values = 0;
  let level = roots.filter((value): value is object => typeof value === 'object' && value !== null);
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth >= limits.nesting) return 'depth';
    const below: object[] = [];
    for (const each of level) {
      for (const value of Object.values(each) as unknown[]) {
        values += 1;
        if (typeof value === 'object' && value !== null) below.push(value);
      }
      if (values > limits.values) return 'size';
    }
    level = below;
  }
  return null;
}
