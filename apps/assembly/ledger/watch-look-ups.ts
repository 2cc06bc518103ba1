import { InsiderWatch } from '#libs/insider';
import { faultOf, log, type Environment, type Metrics } from '#libs/process';
import type { House } from '../house.js';

/**
 * Looks for odd look-ups in what is sealed; any number of processes may. Returns the way to stop. Of whom and how many is told to
 * data-protection officers, not here. @throws Error where nobody would ever look
 */
export function watchLookUps({ keeping }: House, { databaseWatchUrl, databaseUrl, oneLogin }: Environment, metrics: Metrics): () => Promise<void> {
  const url = databaseWatchUrl ?? (oneLogin ? databaseUrl : undefined);
  if (!url) throw new Error('DATABASE_WATCH_URL must be given: the login that looks for odd look-ups and may nothing else');
  const watch = new InsiderWatch(url, keeping.source.ids);
  metrics.gauge('ledger_watched', 'ledger lines in which this process has looked for odd look-ups since its start', [], () => watch.passed.lines);
  watch.start((error) => log('warn', 'watch-again', faultOf(error)));
  return () => watch.close();
}
