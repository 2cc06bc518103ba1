import express, { type ErrorRequestHandler, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { Refusal } from '#libs/kernel';
import { sendRefusal } from './send-refusal.js';

/**
 * The request's JSON, from bytes that are UTF-8 and no more than `limit`. POST only: a question in
 * a URL would stand in the logs of every proxy on its way, with the names it asks for.
 */
export function readBody(limit: number): (RequestHandler | ErrorRequestHandler)[] {
  const raw = express.raw({ type: () => true, limit });
  return [refuseOthers, raw, parseBody, refuseBroken];
}

function refuseOthers(request: Request, response: Response, next: NextFunction): void {
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    return sendRefusal(response, Refusal.because('METHOD_NOT_ALLOWED', '', 'GraphQL over HTTP', 'ask by POST'));
  }
  const type = /^application\/json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?$/i;
  if (!type.test(request.headers['content-type'] ?? '')) {
    return sendRefusal(response, Refusal.because('MEDIA_TYPE_UNSUPPORTED', '', 'GraphQL over HTTP', 'send application/json in UTF-8'));
  }
  next();
}

function parseBody(request: Request, response: Response, next: NextFunction): void {
  const bytes: unknown = request.body;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0));
  } catch {
    return sendRefusal(response, Refusal.because('UTF8_INVALID', '', 'RFC 3629', 'the body is not UTF-8'));
  }
  try {
    request.body = JSON.parse(text);
  } catch {
    return sendRefusal(response, Refusal.because('JSON_MALFORMED', '', 'RFC 8259', 'the body is not JSON'));
  }
  const reason = wrongQuestion(request.body);
  if (reason) return sendRefusal(response, Refusal.because('REQUEST_MALFORMED', reason, 'GraphQL over HTTP', 'not a GraphQL request'));
  next();
}

/** Express knows an error handler by its four parameters. */
function refuseBroken(error: { type?: string }, _request: Request, response: Response, _next: NextFunction): void {
  const refusal = error.type === 'entity.too.large'
    ? Refusal.because('BODY_TOO_LARGE', '', 'hub', 'the body is too large')
    : Refusal.because('REQUEST_MALFORMED', '', 'HTTP', 'the body cannot be read');
  sendRefusal(response, refusal);
}

/** The field that is wrong, or null. */
function wrongQuestion(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return 'body';
  const { query, variables, operationName } = body as Record<string, unknown>;
  if (typeof query !== 'string' || query === '') return 'query';
  if (variables !== undefined && variables !== null && (typeof variables !== 'object' || Array.isArray(variables))) return 'variables';
  return operationName === undefined || operationName === null || typeof operationName === 'string' ? null : 'operationName';
}
