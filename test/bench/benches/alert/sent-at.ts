import { percentile } from '../../measure/figure.js';
import { openLoop, type Arrivals } from '../../measure/open-loop.js';
import type { Way } from './ways.js';

/** What became of one round of alerts; milliseconds from when each was due to its reception. */
export interface Sent {
  readonly p50: number;
  readonly p95: number;
  /** Share that was received before the arrivals had ended, and half a second after. */
  readonly share: number;
}

const GRACE = 500;

/** Raises alerts at this rate and waits until every one of them has been received. */
export async function sentAt(way: Way, arrivals: Arrivals): Promise<Sent> {
  const due = new Map<string, number>();
  const raised: Promise<unknown>[] = [];
  await openLoop(arrivals, (_turn, at) => {
    const each = way.raise().then((id) => due.set(id, at));
    each.catch(() => undefined); // told of below, when all have ended
    raised.push(each);
  });
  const end = performance.now() + GRACE;
  await Promise.all(raised);
  const received = await way.reception.all([...due.keys()]);
  const times = [...due].map(([id, at]) => received.get(id)! - at);
  const inTime = [...due.keys()].filter((id) => received.get(id)! <= end).length;
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95), share: inTime / due.size };
}
