/** A bare server of Node: with the certificates of the environment it asks clients for theirs, as the hub does. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

export function serve(handler) {
  const { PORT, TLS_CERTIFICATE, TLS_KEY, TLS_CLIENT_CA } = process.env;
  const server = TLS_CERTIFICATE
    ? createTlsServer({ cert: readFileSync(TLS_CERTIFICATE), key: readFileSync(TLS_KEY), ca: readFileSync(TLS_CLIENT_CA), requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2' }, handler)
    : createServer(handler);
  server.listen(Number(PORT), '127.0.0.1', () => process.stderr.write('{"event":"ready"}\n'));
  process.on('SIGTERM', () => process.exit(0));
}
