import express, { type ErrorRequestHandler, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { Refusal } from '#libs/kernel';
import type { QuestionLimits } from '../documents/limits.js';
import { sendRefusal } from './send-refusal.js';
import { refuseWrongForm } from './written-question.js';

/** Looks at the bytes of a body before they are read; throws a Refusal. */
type Approve = (request: Request, body: Buffer) => void;

/**
 * Reads a question into `request.body` (a `WrittenQuestion`): by POST from bytes that are UTF-8 JSON and no
 * more than the limit, by GET from the URL. What may be asked by GET is for `refuseInUrl` to say.
 */
export function readQuestion(limits: QuestionLimits, approve: Approve = () => undefined): (RequestHandler | ErrorRequestHandler)[] {
  const raw = express.raw({ type: () => true, limit: limits.body });
  const take: RequestHandler = (request, response, next) => {
    try {
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      approve(request, bytes);
      request.body = request.method === 'GET' ? inUrl(request) : parsed(bytes);
      refuseWrongForm(request.body, limits);
    } catch (error) {
      return error instanceof Refusal ? sendRefusal(response, error) : next(error);
    }
    next();
  };
  return [refuseOthers, raw, take, refuseBroken];
}

function refuseOthers(request: Request, response: Response, next: NextFunction): void {
  if (request.method === 'GET') return next();
  if (request.method !== 'POST') return sendRefusal(response, notThisWay());
  const type = /^application\/json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?$/i;
  if (!type.test(request.headers['content-type'] ?? '')) {
    return sendRefusal(response, Refusal.because('MEDIA_TYPE_UNSUPPORTED', '', 'GraphQL over HTTP', 'send application/json in UTF-8'));
  }
  next();
}

/** @returns the refusal of a question that may be asked by POST alone */
export function notThisWay(): Refusal {
  return Refusal.because('METHOD_NOT_ALLOWED', '', 'GraphQL over HTTP', 'ask by POST');
}

function parsed(bytes: Buffer): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw Refusal.because('UTF8_INVALID', '', 'RFC 3629', 'the body is not UTF-8');
  }
  return fromJson(text);
}

/** GraphQL over HTTP: `variables` and `extensions` are JSON inside the URL. */
function inUrl(request: Request): Record<string, unknown> {
  const given = Object.fromEntries(new URL(request.originalUrl, 'http://hub.invalid').searchParams);
  const json = (text: string | undefined) => (text === undefined ? undefined : fromJson(text));
  return { ...given, variables: json(given['variables']), extensions: json(given['extensions']) };
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw Refusal.because('JSON_MALFORMED', '', 'RFC 8259', 'the body is not JSON');
  }
}

/** Express knows an error handler by its four parameters. */
function refuseBroken(error: { type?: string }, _request: Request, response: Response, _next: NextFunction): void {
  const refusal = error.type === 'entity.too.large'
    ? Refusal.because('BODY_TOO_LARGE', '', 'hub', 'the body is too large')
    : Refusal.because('REQUEST_MALFORMED', '', 'HTTP', 'the body cannot be read');
  sendRefusal(response, refusal);
}
