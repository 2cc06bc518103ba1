import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import { type Environment, type Health, type Metrics } from '#libs/process';

export interface HttpServer {
  readonly app: Express;
  readonly server: Server;
  /** Begins to serve. @returns the port */
  listen(): Promise<number>;
  close(): Promise<void>;
}

/** The HTTP server of a process: health and metrics are there from the start, the rest is mounted on `app`. */
export function httpServer({ host, port }: Environment, health: Health, metrics: Metrics): HttpServer {
  const app = express();
  app.disable('x-powered-by');
  app.get('/health/live', health.live);
  app.get('/health/ready', (request, response) => void health.ready(request, response));
  app.get('/metrics', (request, response) => void metrics.handler(request, response));
  const server = createServer(app);
  server.requestTimeout = 60_000;
  return {
    app, server,
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
