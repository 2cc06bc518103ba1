import { Agent, request } from 'node:http';

/** @returns the body of the answer; throws for any status but 200 */
export type Post = (url: string, headers: Readonly<Record<string, string>>, body: unknown) => Promise<string>;

/** One client for all contestants: kept-alive connections, the answer read to its last byte. */
export function httpClient(connections: number): { post: Post; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const post: Post = (url, headers, body) => new Promise((resolve, reject) => {
    const text = JSON.stringify(body);
    const length = String(Buffer.byteLength(text));
    const sent = request(url, { agent, method: 'POST', headers: { ...headers, 'content-type': 'application/json', 'content-length': length } }, (response) => {
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
  return { post, close: () => agent.destroy() };
}
