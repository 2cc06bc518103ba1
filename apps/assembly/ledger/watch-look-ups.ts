import { InsiderWatch, Watch } from '#libs/insider';
import { faultOf, log, type Metrics } from '#libs/process';
import type { House } from '../house.js';

/** Looks for odd look-ups in what is sealed; any number of processes may. Returns the way to stop. Of whom and how many is told to data-protection officers, not here. */
export function watchLookUps({ database, keeping }: House, metrics: Metrics): () => Promise<void> {
  const watch = new InsiderWatch(new Watch(database, keeping.source.ids));
  metrics.gauge('ledger_watched', 'ledger lines in which this process has looked for odd look-ups since its start', [], () => watch.passed.lines);
  watch.start((error) => log('warn', 'watch-again', faultOf(error)));
  return () => watch.close();
}
