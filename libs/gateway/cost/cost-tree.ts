/** How often something is answered: a number, or what a variable says at the time. */
export type Times = number | { readonly variable: string; readonly otherwise: number; readonly most: number };

/** A sum of costs, as far as it can be worked out before the variables are known. */
export interface Cost {
  readonly fixed: number;
  readonly open: readonly { readonly times: Times; readonly each: Cost }[];
}

export const FREE: Cost = { fixed: 0, open: [] };

/** What is open is referred to and not copied: nested fragments would copy it without limit. */
export function sumOf(costs: readonly Cost[]): Cost {
  const closed = costs.filter(({ open }) => open.length === 0);
  const fixed = closed.reduce((sum, cost) => sum + cost.fixed, 0);
  return { fixed, open: costs.filter(({ open }) => open.length > 0).map((each) => ({ times: 1, each })) };
}

export function multiplied(times: Times, each: Cost): Cost {
  if (typeof times !== 'number') return { fixed: 0, open: [{ times, each }] };
  if (each.open.length === 0) return { fixed: times * each.fixed, open: [] };
  return { fixed: 0, open: [{ times, each }] };
}

export type Variables = Readonly<Record<string, unknown>>;

/** The cost with these variables, or, without any, with the dearest. Each part is worked out once, however often fragments repeat it. */
export function costWith(cost: Cost, variables: Variables | null, known = new Map<Cost, number>()): number {
  if (cost.open.length === 0) return cost.fixed;
  const before = known.get(cost);
  if (before !== undefined) return before;
  const total = cost.open.reduce((sum, { times, each }) => sum + timesWith(times, variables) * costWith(each, variables, known), cost.fixed);
  known.set(cost, total);
  return total;
}

function timesWith(times: Times, variables: Variables | null): number {
  if (typeof times === 'number') return times;
  if (variables === null) return times.most;
  const given = variables[times.variable];
  return typeof given === 'number' ? within(given, times.most) : times.otherwise;
}

/** A page is never shorter than nothing, nor longer than the longest. */
export function within(length: number, most: number): number {
  return Number.isFinite(length) ? Math.min(Math.max(Math.ceil(length), 0), most) : most;
}
