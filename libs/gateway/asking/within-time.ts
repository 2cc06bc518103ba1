import { Refusal } from '#libs/kernel';
import { refusedWith, type GraphResult } from '#libs/subgraphs';

/**
 * The answer, or TIME_LIMIT after `limit` milliseconds; then `signal` ends, and with it whatever step of
 * the plan has not begun. A mutation under way may have been kept: asked again under its key it tells.
 */
export async function withinTime(limit: number, work: (signal: AbortSignal) => Promise<GraphResult>): Promise<GraphResult> {
  const ends = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<GraphResult>((resolve) => {
    timer = setTimeout(() => {
      ends.abort();
      resolve({ errors: [refusedWith(Refusal.because('TIME_LIMIT', '', 'hub', 'the answer took longer than the hub allows'))] });
    }, limit);
  });
  try {
    return await Promise.race([work(ends.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
