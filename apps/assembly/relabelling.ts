import { faultOf, log, type Metrics } from '#libs/process';
import { Relabel, RelabelWatch, type RelabelJob } from '#libs/relabel';
import type { House } from './house.js';

/** Works audiences out again as soon as rules or participants change, whether the hub has a broker or not. Returns the way to stop. */
export function followParticipants({ database, directory, keeping }: House, metrics: Metrics): () => Promise<void> {
  const watch = new RelabelWatch(new Relabel(database, directory, keeping.source.ids));
  const numberOf = (name: 'total' | 'walked' | 'changed' | 'announced') => () => Number(watch.job?.[name] ?? 0);
  metrics.gauge('relabel_records', 'records there were when audiences began to be worked out again', [], numberOf('total'));
  metrics.gauge('relabel_walked', 'of these, those that were looked at', [], numberOf('walked'));
  metrics.gauge('relabel_changed', 'of these, those of which somebody\'s view changed', [], numberOf('changed'));
  metrics.gauge('relabel_announced', 'deliveries appended for it', [], numberOf('announced'));
  metrics.gauge('relabel_running', '1 while audiences are worked out again', [], () => (watch.job && watch.job.finished_at === null ? 1 : 0));
  watch.start((error) => log('warn', 'relabel-again', faultOf(error)), (job) => log('info', 'relabelled', told(job)));
  return () => watch.close();
}

function told({ reasons, total, changed, announced }: RelabelJob) {
  return { reasons: reasons.join(' '), records: total, changed, announced };
}
