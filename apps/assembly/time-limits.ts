import { faultOf, log, type Environment, type Metrics } from '#libs/process';
import { TimeLimits, TimeLimitWatch } from '#libs/retention';
import type { House } from './house.js';

/** Acts on review and erasure dates, and shreds the keys of what is erased, whether the hub has a broker or not. Returns the way to stop. */
export function keepTimeLimits({ database, keys, keeping }: House, { reviewGrace: grace, reviewMissed: missed }: Environment, metrics: Metrics): () => Promise<void> {
  const cameBack = (count: number) => { if (count > 0) log('warn', 'erased-again', { count }); };
  const watch = new TimeLimitWatch(new TimeLimits(database, keys, keeping.source, { grace, missed }), cameBack);
  metrics.gauge('records_erased_when_due', 'records and persons whose erasure date came, erased by this process since its start', [], () => watch.passed.erased);
  metrics.gauge('erasures_shredded', 'erasures whose keys this process destroyed since its start', [], () => watch.passed.shredded);
  watch.start((error) => log('warn', 'time-limits-again', faultOf(error)));
  return () => watch.close();
}
