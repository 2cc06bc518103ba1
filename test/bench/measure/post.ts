import http from 'node:http';
import https from 'node:https';

/** A client's certificate, for an https address. */
export interface Tls {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** @returns the body of the answer; throws for any status but 200 */
export type Post = (url: string, headers: Readonly<Record<string, string>>, body: unknown, tls?: Tls) => Promise<string>;

/** One client for all contestants: kept-alive connections, the answer read to its last byte. */
export function httpClient(connections: number): { post: Post; close(): void } {
  const agents = { http: new http.Agent({ keepAlive: true, maxSockets: connections }), https: new https.Agent({ keepAlive: true, maxSockets: connections }) };
  const post: Post = (url, headers, body, tls) => new Promise((resolve, reject) => {
    const text = JSON.stringify(body);
    const length = String(Buffer.byteLength(text));
    const way = tls ? { request: https.request, agent: agents.https, ...tls } : { request: http.request, agent: agents.http };
    const sent = way.request(url, { ...way, method: 'POST', headers: { ...headers, 'content-type': 'application/json', 'content-length': length } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const answer = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve(answer);
        else reject(new Error(`${url} answers ${response.statusCode}: ${answer.slice(0, 500)}`));
      });
    });
    sent.on('error', reject);
    sent.end(text);
  });
  return { post, close: () => { agents.http.destroy(); agents.https.destroy(); } };
}
