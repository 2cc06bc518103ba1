import { request } from 'node:https';
import type { ClientTls } from '../world/hub/tokens.js';

export interface Given {
  readonly status: number;
  readonly text: string;
  readonly body: any;
}

/** Of whom the request comes: with a certificate, or with none. */
export type Sender = ClientTls | { readonly ca: string };

/** One request on a connection of its own, as any software can send it. */
export function post(sender: Sender, url: string, headers: Readonly<Record<string, string>>, body: string, method = 'POST'): Promise<Given> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, agent: false, servername: 'localhost', ...sender, headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => void (text += part));
      response.on('end', () => resolve({ status: response.statusCode!, text, body: asJson(text) }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const ME = JSON.stringify({ query: '{ me { id } }' });

/** What a request says of itself, whoever sends it. */
export const REASON = { 'content-type': 'application/json', 'amanat-purpose': 'criminal-investigation', 'amanat-legal-basis': 'PTPA2018', 'amanat-case-reference': 'FIR-1/2026' };

export async function tokenBy(sender: Sender, url: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Given> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...form }).toString();
  return post(sender, `${url}/oauth/token`, { 'content-type': 'application/x-www-form-urlencoded', ...headers }, body);
}
