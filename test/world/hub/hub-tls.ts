import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ClientTls } from './tokens.js';

/** A hub's own certificate as settings of its process, and a certificate for each client. */
export interface HubTls {
  readonly environment: Readonly<Record<string, string>>;
  tlsOf(client: string): ClientTls;
}

type Authority = typeof import('../../../deploy/local/tls/authority.mjs');

/** As `npm start` makes them. Found from the checkout's folder: the benches run compiled, and it is not compiled. */
export async function hubTls(folder: string, clients: readonly string[]): Promise<HubTls> {
  const { ensureCertificates } = (await import(pathToFileURL(resolve('deploy/local/tls/authority.mjs')).href)) as Authority;
  const { ca, hub, clients: made } = await ensureCertificates(folder, clients);
  return {
    environment: { TLS_CERTIFICATE: hub.certificate, TLS_KEY: hub.key, TLS_CLIENT_CA: ca },
    tlsOf: (client) => {
      const { certificate, key } = made[client]!;
      return { ca: readFileSync(ca, 'utf8'), cert: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
    },
  };
}
