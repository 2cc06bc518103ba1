import type { Request, Response } from 'express';
import { ERRORS, isErrorCode } from '#libs/contracts';
import type { GraphError, GraphResult } from '../answer/graph-error.js';

const JSON_TYPE = 'application/json';
const STRICT = 'application/graphql-response+json';

/** The media type of the answer: plain JSON unless the client prefers GraphQL's own. */
export function mediaTypeFor(request: Request): string {
  return request.accepts([JSON_TYPE, STRICT]) === STRICT ? STRICT : JSON_TYPE;
}

/**
 * Sends an answer as GraphQL over HTTP (§6.4) has it: where the question was refused before it ran,
 * GraphQL's own media type carries the catalogue's status and plain JSON 200, as proxies may answer in
 * plain JSON too. What is the hub's own failure is never 200.
 */
export function sendResult(response: Response, result: GraphResult): void {
  const type = mediaTypeFor(response.req);
  send(response, result, { type, status: statusOf(result, type) });
}

/** Sends errors where something else than an answer was asked for, such as a stream: never with 200. */
export function sendErrors(response: Response, errors: readonly GraphError[]): void {
  send(response, { errors }, { type: JSON_TYPE, status: statusOf({ errors }, STRICT) });
}

/** Errors come first, so that a reader of a long answer meets them (GraphQL October 2021, §7.1). */
function send(response: Response, { errors, ...rest }: GraphResult, { type, status }: { type: string; status: number }): void {
  const body = Buffer.from(JSON.stringify({ errors, ...rest }));
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'content-length': body.length });
  response.end(body);
}

function statusOf({ data, errors }: GraphResult, type: string): number {
  const code = errors?.[0]?.extensions.code ?? '';
  if (data !== undefined || !errors?.length) return 200;
  const status = isErrorCode(code) ? ERRORS[code].status : 400;
  return type === STRICT || status >= 500 ? status : 200;
}
