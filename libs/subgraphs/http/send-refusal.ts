import type { Response } from 'express';
import { ERRORS, isErrorCode } from '#libs/contracts';
import type { Refusal } from '#libs/kernel';
import { refusedWith } from '../answer/graph-error.js';
import { mediaTypeFor } from './send-result.js';

/** Both ways to show a token that is bound to a key (RFC 8705, RFC 9449 §7.1). */
const CHALLENGE = 'Bearer, DPoP algs="ES256 ES384 EdDSA Ed25519 PS256 RS256"';

/** Says no before there is a question to answer: the catalogue's status, the usual form of errors. */
export function sendRefusal(response: Response, refusal: Refusal): void {
  const { code } = refusal;
  response.statusCode = isErrorCode(code) ? ERRORS[code].status : 400;
  response.setHeader('content-type', `${mediaTypeFor(response.req)}; charset=utf-8`);
  response.setHeader('cache-control', 'no-store');
  if (response.statusCode === 401) response.setHeader('www-authenticate', CHALLENGE);
  if (response.statusCode === 405) response.setHeader('allow', 'POST');
  if (response.statusCode === 429 && !response.hasHeader('retry-after')) response.setHeader('retry-after', '1');
  // What is left of a body that was too large is not read.
  if (code === 'BODY_TOO_LARGE') response.setHeader('connection', 'close');
  response.end(JSON.stringify({ errors: [refusedWith(refusal)] }));
}
