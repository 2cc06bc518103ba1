import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import { ClientCertificates } from '#libs/identity';
import type { Environment, Health } from '#libs/process';

export interface HttpServer {
  readonly app: Express;
  readonly server: Server;
  readonly certificates: ClientCertificates;
  /** Begins to serve. @returns the port */
  listen(): Promise<number>;
  close(): Promise<void>;
}

/** The HTTP server of a process: health is there from the start, the rest is mounted on `app`. */
export function httpServer(environment: Environment, health: Health): HttpServer {
  const { host, port, tlsClientCa, proxySecret } = environment;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag'); // no answer may be stored, and a hash of what was said to one caller need not be kept by anyone
  app.get('/health/live', health.live);
  app.get('/health/ready', (request, response) => void health.ready(request, response));
  const authorities = tlsClientCa ? readFileSync(tlsClientCa, 'utf8') : '';
  const server = serverFor(environment, authorities, app);
  server.requestTimeout = 60_000;
  // Longer than clients and proxies rest: whoever closes just when the other sends loses a request.
  server.keepAliveTimeout = 75_000;
  return {
    app, server, certificates: new ClientCertificates({ authorities, proxySecret }),
    listen: () => new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
    }),
    close: async () => {
      server.closeIdleConnections();
      await new Promise<void>((resolve) => { server.close(() => resolve()); setTimeout(() => server.closeAllConnections(), 5_000).unref(); });
    },
  };
}

/** Asks every client for a certificate and turns none away without: a client may hold a key of another kind (DPoP). */
function serverFor({ tlsCertificate, tlsKey }: Environment, authorities: string, app: RequestListener): Server {
  if (!tlsCertificate !== !tlsKey) throw new Error('TLS_CERTIFICATE and TLS_KEY belong together');
  if (!tlsCertificate || !tlsKey) return createServer(app);
  return createTlsServer({
    cert: readFileSync(tlsCertificate), key: readFileSync(tlsKey), ...(authorities ? { ca: authorities } : {}),
    requestCert: true, rejectUnauthorized: false, minVersion: 'TLSv1.2',
  }, app);
}
