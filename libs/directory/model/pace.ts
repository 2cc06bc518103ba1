/** Milliseconds until the asked number may come (0: now, and it is counted), and how many more may come at once. */
export interface Step {
  readonly wait: number;
  readonly left: number;
}

export interface Pace {
  take(key: string, count: number): Step;
}

/** How many seconds' worth may come at once after a rest. */
const BURST = 2;

/**
 * So many a second for each key, by the generic cell rate algorithm (ITU-T I.371): one number per key,
 * the moment at which its budget is full again. More than a burst can hold at once never passes.
 * @param now a clock in milliseconds that does not go back
 */
export function steady(perSecond: number, now: () => number): Pace {
  const interval = 1000 / perSecond;
  const most = BURST * 1000;
  const full = new Map<string, number>();
  return {
    take(key, count) {
      const at = now();
      const next = Math.max(full.get(key) ?? at, at) + count * interval;
      if (next - at > most) return { wait: next - at - most, left: 0 };
      full.set(key, next);
      return { wait: 0, left: Math.floor((most - (next - at)) / interval) };
    },
  };
}
