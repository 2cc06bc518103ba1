import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureCertificates } from '../../../deploy/local/tls/authority.mjs';
import { HubClient } from '../../world/hub/client.js';
import { startProcess } from '../../world/hub/hub-process.js';
import type { ClientTls } from '../../world/hub/tokens.js';
import { BIG, EMPTY, RARE } from './callers.js';
import { MASTER_KEY } from './hub.js';

export interface HubServer {
  readonly client: HubClient;
  readonly tlsOf: (client: string) => ClientTls;
  stop(): Promise<void>;
}

/** The hub as `apps/hub` runs it, in a process of its own, on this database: HTTPS, and tokens bound to the clients' certificates. */
export async function startHubServer(databaseUrl: string, pool: number): Promise<HubServer> {
  const home = mkdtempSync(join(tmpdir(), 'amanat-bench-'));
  const forget = () => rmSync(home, { recursive: true, force: true });
  try {
    const made = await ensureCertificates(join(home, 'tls'), [BIG, RARE, EMPTY]);
    const ca = readFileSync(made.ca, 'utf8');
    const tlsOf = (client: string): ClientTls => {
      const { certificate, key } = made.clients[client]!;
      return { ca, cert: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
    };
    const hub = await startProcess('hub', {
      NODE_ENV: 'production', DATABASE_URL: databaseUrl, DATABASE_POOL_SIZE: String(pool), AMANAT_HOME: home,
      AMANAT_MASTER_KEY: MASTER_KEY.toString('base64'), AMANAT_INTERNAL_KEY: randomBytes(32).toString('base64'),
      TLS_CERTIFICATE: made.hub.certificate, TLS_KEY: made.hub.key, TLS_CLIENT_CA: made.ca,
    });
    return { client: new HubClient(`https://localhost:${hub.port}`, tlsOf), tlsOf, stop: () => hub.stop().then(forget) };
  } catch (error) {
    forget();
    throw error;
  }
}
