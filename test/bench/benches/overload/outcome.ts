import { percentile } from '../../measure/figure.js';

/** What became of one request; milliseconds on the clock of `performance.now`. */
export interface Outcome {
  /** When it was due; waiting for a connection counts. */
  readonly due: number;
  readonly ended: number;
  readonly accepted: boolean;
  /** Of a refusal; null for what was accepted, and for what was answered with no code or not at all. */
  readonly code: string | null;
  /** Why there was no answer that can be read; null where there was one. */
  readonly failed: string | null;
}

/** This percentile of the times in each of so many equal parts of the whole; parts without an outcome are left out. */
export function inParts(outcomes: readonly Outcome[], parts: number, share: number): number[] {
  // Too many for the arguments of one call.
  const begun = outcomes.reduce((least, { due }) => Math.min(least, due), Infinity);
  const whole = outcomes.reduce((most, { due }) => Math.max(most, due), begun) - begun + 1;
  const groups = Array.from({ length: parts }, (): number[] => []);
  for (const { due, ended } of outcomes) groups[Math.floor(((due - begun) / whole) * parts)]!.push(ended - due);
  return groups.filter((group) => group.length > 0).map((group) => percentile(group, share));
}
