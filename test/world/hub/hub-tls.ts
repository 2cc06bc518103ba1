import { readFileSync } from 'node:fs';
import { ensureCertificates } from '../../../deploy/local/tls/authority.mjs';
import type { ClientTls } from './tokens.js';

/** A hub's own certificate as settings of its process, and a certificate for each client. */
export interface HubTls {
  readonly environment: Readonly<Record<string, string>>;
  tlsOf(client: string): ClientTls;
}

/** As `npm start` makes them. */
export async function hubTls(folder: string, clients: readonly string[]): Promise<HubTls> {
  const { ca, hub, clients: made } = await ensureCertificates(folder, clients);
  return {
    environment: { TLS_CERTIFICATE: hub.certificate, TLS_KEY: hub.key, TLS_CLIENT_CA: ca },
    tlsOf: (client) => {
      const { certificate, key } = made[client]!;
      return { ca: readFileSync(ca, 'utf8'), cert: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
    },
  };
}
