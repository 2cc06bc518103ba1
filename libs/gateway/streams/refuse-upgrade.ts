import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { ERRORS, isErrorCode } from '#libs/contracts';
import type { Refusal } from '#libs/kernel';
import { refusedWith } from '#libs/subgraphs';

/** Says no to a WebSocket before there is one: an ordinary answer on the bare connection (RFC 6455 §4.2.2). */
export function refuseUpgrade(socket: Duplex, refusal: Refusal): void {
  const status = isErrorCode(refusal.code) ? ERRORS[refusal.code].status : 400;
  const body = JSON.stringify({ errors: [refusedWith(refusal)] });
  socket.end([
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, 'Connection: close', 'Content-Type: application/json; charset=utf-8',
    'Cache-Control: no-store', 'X-Content-Type-Options: nosniff', `Content-Length: ${Buffer.byteLength(body)}`, '', body,
  ].join('\r\n'));
}
