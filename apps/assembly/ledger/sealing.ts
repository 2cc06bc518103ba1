import { dropExpired, Sealer } from '#libs/audit';
import { faultOf, log } from '#libs/process';
import { NoteSigner, SlotSalts } from '#libs/proofs';
import { ledgerKeyOf } from '../keys/master-key.js';
import type { HubProcess } from '../process.js';

/**
 * Seals the ledger in this process, for as long as it leads. From the first start on every process
 * of the hub answers only while somebody does; the key that signs is in no other process.
 */
export async function startSealer({ environment, house, metrics, shutdown }: HubProcess): Promise<void> {
  const signer = new NoteSigner(environment.ledgerName, ledgerKeyOf(environment));
  const sealer = new Sealer(house.database, { signer, salts: new SlotSalts(house.masterKey) }, {
    interval: environment.ledgerInterval, bound: environment.ledgerBound, period: environment.ledgerPeriod,
  });
  await sealer.start((error) => log('error', 'sealer-again', { ...faultOf(error), ...reasonOf(error) }));
  shutdown.onEnd('sealer', () => sealer.close());
  log('info', 'ledger-key', { key: signer.key.text });
  metrics.gauge('ledger_sealed', 'ledger lines put into trees by this process since its start', [], () => sealer.sealed);
}

/** Drops what is older than its retention, where this process was given the owner's rights to begin with; else `amanat ledger drop` does. */
export async function dropOldPeriods({ environment }: HubProcess): Promise<void> {
  const { databaseUrl, databaseOwnerUrl, oneLogin, migrate, ledgerKeep } = environment;
  const owner = databaseOwnerUrl ?? (oneLogin ? databaseUrl : null);
  if (!owner || !migrate) return;
  const lines = await dropExpired(owner, ledgerKeep);
  if (lines) log('info', 'ledger-lines-dropped', { lines });
}

/** What the sealer itself says holds no value of anybody. */
function reasonOf(error: unknown): { reason?: string } {
  return error instanceof Error && error.name === 'Error' && !('code' in error) ? { reason: error.message } : {};
}
