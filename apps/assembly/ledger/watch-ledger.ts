import { readStanding } from '#libs/audit';
import type { Health, Metrics } from '#libs/process';
import type { House } from '../house.js';

/** Not ready, for the reason LEDGER_STUCK, while lines are sealed too late, or where nobody has ever sealed. */
export function watchLedger(house: House, health: Health, metrics: Metrics): void {
  health.check('ledger', async () => {
    const { begun, stuck } = await readStanding(house.database);
    if (!begun || stuck) throw Object.assign(new Error('the ledger is not sealed'), { code: 'LEDGER_STUCK' });
  }, 'LEDGER_STUCK');
  metrics.gauge('ledger_behind_seconds', 'seconds since all ledger lines were sealed', [], async () => (await readStanding(house.database)).behind ?? 0);
}
