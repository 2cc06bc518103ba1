import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Environment, Health, Metrics } from '#libs/process';

export interface OperatorServer {
  /** @returns the port */
  listen(): Promise<number>;
  close(): void;
}

/**
 * What is for the operator alone, on a listener of its own: numbers per agency, and which check fails
 * why. Agencies must not reach it: the load of one would be there for the others to read.
 */
export function operatorServer({ operatorHost, operatorPort }: Environment, health: Health, metrics: Metrics): OperatorServer {
  const app = express();
  app.disable('x-powered-by');
  app.get('/health/live', health.live);
  app.get('/health/ready', (request, response) => void health.detail(request, response));
  app.get('/metrics', (request, response) => void metrics.handler(request, response));
  const server = createServer(app);
  return {
    listen: () => new Promise((resolve, reject) => {
      server.once('error', () => reject(new Error(`AMANAT_OPERATOR_PORT ${operatorPort} cannot be listened on`)));
      server.listen(operatorPort, operatorHost, () => resolve((server.address() as AddressInfo).port));
    }),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
