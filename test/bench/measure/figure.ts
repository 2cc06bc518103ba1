/** One line of result: how the hub stands against one yardstick, measured in turns in one run. */
export interface Figure {
  readonly bench: string;
  readonly yardstick: string;
  /** Of the hub to the yardstick, median of the rounds. What is divided says `of`. */
  readonly ratio: number;
  /** Least and greatest ratio of a round: what the noise of the machine may account for. */
  readonly spread: readonly [number, number];
  readonly rounds: number;
  /** `time`, `memory`: below 1 the hub needs less. `throughput`: above 1 the hub does more. */
  readonly of: 'time' | 'memory' | 'throughput';
  /** The ratio that must not be exceeded, where there is one. */
  readonly target?: number;
  /** The ratio that must not be undercut, where being faster tells something too. */
  readonly least?: number;
  readonly [more: string]: unknown;
}

/** `noise`: the rounds lie on both sides of the target, so that this run does not tell. */
export type Verdict = 'reached' | 'missed' | 'noise';

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The value that this share of all is not above (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}

export function rounded(value: number, digits = 3): number {
  return Number(value.toPrecision(digits));
}

/** Ratio and spread of two series measured in the same rounds. */
export function compared(hub: readonly number[], yardstick: readonly number[]): Pick<Figure, 'ratio' | 'spread' | 'rounds'> {
  return summed(hub.map((value, round) => value / yardstick[round]!));
}

/** Ratio and spread of the rounds' own ratios. */
export function summed(ratios: readonly number[]): Pick<Figure, 'ratio' | 'spread' | 'rounds'> {
  return { ratio: rounded(median(ratios)), spread: [rounded(Math.min(...ratios)), rounded(Math.max(...ratios))], rounds: ratios.length };
}

/** A table for people; `--json` gives the lines themselves. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.bench, figure.yardstick, `${figure.ratio} ×`, `${figure.spread[0]}–${figure.spread[1]}`, String(figure.rounds),
    limitsOf(figure), verdictOf(figure) ?? '', details(figure),
  ]);
  const all = [['bench', 'yardstick', 'ratio', 'spread', 'rounds', 'target', 'verdict', ''], ...rows];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd()).join('\n');
}

/** Whether the median is beyond the target; noise is no excuse. */
export function isMissed({ target = Infinity, least = 0, ratio }: Figure): boolean {
  return ratio > target || ratio < least;
}

/** Null where there is no target. */
export function verdictOf(figure: Figure): Verdict | null {
  const { target = Infinity, least = 0, spread: [low, high] } = figure;
  if (figure.target === undefined && figure.least === undefined) return null;
  const whole = low >= least && high <= target;
  const none = high < least || low > target;
  if (!whole && !none) return 'noise';
  return isMissed(figure) ? 'missed' : 'reached';
}

export function limitsOf({ target, least }: Figure): string {
  if (target === undefined) return least === undefined ? '' : `≥ ${least}`;
  return least === undefined ? `≤ ${target}` : `${least}–${target}`;
}

function details({ bench, yardstick, ratio, spread, rounds, target, least, of, ...more }: Figure): string {
  return Object.entries(more).map(([name, value]) => `${name}=${String(value)}`).join(' ');
}
