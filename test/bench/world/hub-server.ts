import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HubClient } from '../../world/hub/client.js';
import { hubTls } from '../../world/hub/hub-tls.js';
import { startProcess } from '../../world/hub/hub-process.js';
import type { ClientTls } from '../../world/hub/tokens.js';
import { BIG, EMPTY, RARE } from './callers.js';
import { MASTER_KEY } from './hub.js';

export interface HubServer {
  readonly client: HubClient;
  readonly tlsOf: (client: string) => ClientTls;
  /** Its certificate and whom it trusts, as settings: for a yardstick that is to speak the same TLS. */
  readonly tls: Readonly<Record<string, string>>;
  /** Bytes of memory that its process holds. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

interface More {
  readonly environment?: Readonly<Record<string, string>>;
  /** Who needs a certificate beside those of `callers.ts`. */
  readonly clients?: readonly string[];
}

/** The hub as `apps/hub` runs it, in a process of its own, on this database: HTTPS, and tokens bound to the clients' certificates. */
export async function startHubServer(databaseUrl: string, pool: number, more: More = {}): Promise<HubServer> {
  const home = mkdtempSync(join(tmpdir(), 'amanat-bench-'));
  const forget = () => rmSync(home, { recursive: true, force: true });
  try {
    const { environment, tlsOf } = await hubTls(join(home, 'tls'), [BIG, RARE, EMPTY, ...more.clients ?? []]);
    const hub = await startProcess('hub', {
      NODE_ENV: 'production', DATABASE_URL: databaseUrl, AMANAT_ONE_LOGIN: 'true', DATABASE_POOL_SIZE: String(pool), AMANAT_HOME: home,
      AMANAT_QUOTA_REQUESTS: '1000000', AMANAT_QUOTA_AT_ONCE: '1000000',
      AMANAT_MASTER_KEY: MASTER_KEY.toString('base64'), AMANAT_INTERNAL_KEY: randomBytes(32).toString('base64'),
      ...environment, ...more.environment,
    });
    return {
      client: new HubClient(`https://localhost:${hub.port}`, tlsOf), tlsOf, tls: environment, memory: () => memoryOf(hub.operatorPort),
      stop: () => hub.stop().then(forget),
    };
  } catch (error) {
    forget();
    throw error;
  }
}

async function memoryOf(operatorPort: number): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${operatorPort}/metrics`, { headers: { connection: 'close' } })).text();
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)![1]);
}
