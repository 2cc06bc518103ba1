import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { Refusal, type Caller } from '#libs/kernel';
import { sendRefusal, toGraphError, type Report } from '#libs/subgraphs';
import { callerHeaders } from '../streams/caller-headers.js';
import type { EdgeLimits } from './edge-limits.js';
import type { EdgeSettings } from './edge-settings.js';
import { passQuota } from './quota.js';

/** What holds of every request, whatever its protocol, before it is asked who sent it. Throws a Refusal: HEADERS_TOO_LARGE, ORIGIN_NOT_ALLOWED. */
export type Inspect = (request: IncomingMessage) => void;

export function inspection(origins: readonly string[], limits: EdgeLimits): Inspect {
  return (request) => {
    refuseManyHeaders(request, limits);
    refuseForeignOrigin(request, origins);
  };
}

/** Node drops headers beyond its own bound without a word; here they are refused, before anything is read out of them. */
function refuseManyHeaders({ rawHeaders }: IncomingMessage, limits: EdgeLimits): void {
  const bytes = rawHeaders.reduce((sum, text) => sum + text.length, 0);
  if (rawHeaders.length / 2 <= limits.headers && bytes <= limits.headerBytes) return;
  throw Refusal.because('HEADERS_TOO_LARGE', '', 'hub', 'the request has too many headers, or too long ones');
}

/** Browsers say where a page comes from, also for WebSockets, which no other rule of theirs holds back (OWASP ASVS 4.4.2). */
function refuseForeignOrigin({ headers: { origin } }: IncomingMessage, origins: readonly string[]): void {
  if (origin === undefined || origins.includes(origin)) return;
  throw Refusal.because('ORIGIN_NOT_ALLOWED', 'Origin', 'OWASP ASVS 4.4.2', 'no page of this origin may ask');
}

export interface Door extends Pick<EdgeSettings, 'authenticate' | 'mayAnswer' | 'quota'> {
  readonly inspect: Inspect;
  readonly callers: WeakMap<Request, Caller>;
  readonly report: Report;
}

/** Who asks is settled before anything of the question is looked at. */
export function atTheDoor({ inspect, authenticate, mayAnswer, quota, callers, report }: Door, what: 'atOnce' | 'streams'): RequestHandler {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    try {
      inspect(request);
      const caller = await authenticate(callerHeaders(request.headers), request);
      callers.set(request, caller);
      response.setHeader('amanat-operation', caller.operationId);
      passQuota(quota, caller, response, what);
      await mayAnswer?.();
    } catch (error) {
      if (error instanceof Refusal) return sendRefusal(response, error);
      toGraphError(error, report);
      return sendRefusal(response, Refusal.because('UNAVAILABLE', '', 'hub', 'the caller could not be looked up'));
    }
    next();
  };
}
