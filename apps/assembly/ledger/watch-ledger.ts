import { LedgerWatch, readStanding } from '#libs/audit';
import type { Health, Metrics } from '#libs/process';
import type { House } from '../house.js';

/** Neither ready nor answering, for the reason LEDGER_STUCK, while lines are sealed too late, or where nobody has ever sealed. */
export function watchLedger(house: House, health: Health, metrics: Metrics): LedgerWatch {
  const watch = new LedgerWatch(house.database);
  health.check('ledger', () => watch.mayAnswer(), 'LEDGER_STUCK');
  metrics.gauge('ledger_behind_seconds', 'seconds since all ledger lines were sealed', [], async () => (await readStanding(house.database)).behind ?? 0);
  return watch;
}
