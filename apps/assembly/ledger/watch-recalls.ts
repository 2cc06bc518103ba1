import { faultOf, log, type Metrics } from '#libs/process';
import { RecallsWatch } from '#libs/recalls';
import type { House } from '../house.js';

/** Follows every copy of what was withdrawn, put right, restricted or erased; any number of processes may. Returns the way to stop. */
export function followCopies({ database }: House, metrics: Metrics): () => Promise<void> {
  const watch = new RecallsWatch(database);
  metrics.gauge('copies_watched', 'ledger lines in which this process has looked for copies since its start', [], () => watch.lines);
  watch.start((error) => log('warn', 'recalls-again', faultOf(error)));
  return () => watch.close();
}
