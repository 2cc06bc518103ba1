/** A bare server of Node that asks clients for their certificates, with the hub's own: it speaks what the hub speaks. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';

export function serve(handler) {
  const { PORT, TLS_CERTIFICATE, TLS_KEY, TLS_CLIENT_CA } = process.env;
  const [cert, key, ca] = [TLS_CERTIFICATE, TLS_KEY, TLS_CLIENT_CA].map((file) => readFileSync(file));
  const server = createServer({ cert, key, ca, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2' }, handler);
  server.listen(Number(PORT), '127.0.0.1', () => process.stderr.write('{"event":"ready"}\n'));
  process.on('SIGTERM', () => process.exit(0));
}
