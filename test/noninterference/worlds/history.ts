import { PURPOSES, type Agency, type Class, type Label, type Observer, type Purpose } from '../model/words.js';

export type Kind = 'case' | 'incident' | 'alert';
export type Side = 'left' | 'right';

/** How often the content of each class has been turned; what is not named stands at 0. */
export type Content = Readonly<Partial<Record<Class, number>>>;

export interface Submit {
  readonly do: 'submit';
  readonly by: string;
  readonly kind: Kind;
  readonly key: string;
  readonly label: Label;
  readonly content: Content;
  /** With victims and suspects in it. */
  readonly persons: boolean;
  /** Step of the case that an alert is about. */
  readonly about: number | null;
}

/** `by`: the agency that does it, `agency`: the one to which the operator does it. `record` is the step in which it was handed in. */
export type Act = Submit
  | { readonly do: 'amend'; readonly record: number; readonly label: Label; readonly content: Content }
  | { readonly do: 'withdraw'; readonly record: number }
  | { readonly do: 'acknowledge'; readonly record: number; readonly by: string }
  | { readonly do: 'ask that it go on'; readonly record: number; readonly by: string; readonly to: string }
  | { readonly do: 'open a breach'; readonly record: number; readonly by: string }
  | { readonly do: 'be given a further purpose'; readonly record: number; readonly by: string; readonly purpose: Purpose }
  | { readonly do: 'hand in what is refused'; readonly by: string; readonly key: string }
  | { readonly do: 'read'; readonly by: string; readonly purpose: Purpose; readonly record: number }
  | { readonly do: 'enrol a client'; readonly by: string }
  | { readonly do: 'register a document'; readonly by: string }
  | { readonly do: 'open a stream'; readonly by: string; readonly purpose: Purpose }
  | { readonly do: 'join a task force'; readonly agency: string; readonly taskForce: string }
  | { readonly do: 'leave a task force'; readonly agency: string; readonly taskForce: string }
  | { readonly do: 'suspend'; readonly agency: string }
  | { readonly do: 'reinstate'; readonly agency: string }
  | { readonly do: 'wait' };

/** One moment in both worlds; null where nothing happens in one of them. */
export type Step = Readonly<Record<Side, Act | null>>;

/** Two worlds that differ in nothing that the observer may see. */
export interface Pair {
  readonly agencies: readonly Agency[];
  /** Those that are not in the demonstration's register. */
  readonly invented: readonly Agency[];
  readonly observer: Observer;
  readonly steps: readonly Step[];
}

const START = Date.parse('2026-11-01T00:00:00Z');

/** Days that one `wait` lasts; a record that is erased soon is erased within it. */
export const WAIT = 3;
export const SOON = 2;

/** How many days the world has waited when a step is done. */
export function daysBefore(steps: readonly Step[], step: number): number {
  return steps.slice(0, step).filter(({ left }) => left?.do === 'wait').length * WAIT;
}

/** When a step is done. */
export function momentOf(steps: readonly Step[], step: number): Date {
  return new Date(START + step * 1_000 + daysBefore(steps, step + 1) * 86_400_000);
}

/** Whose act it is, or about whom; the originator of the record where it is changed. */
export function actorOf(act: Act, submissions: ReadonlyMap<number, Submit>): string | null {
  if ('by' in act) return act.by;
  if ('agency' in act) return act.agency;
  return 'record' in act ? submissions.get(act.record)?.by ?? null : null;
}

/** Whatever is handed in on either side, by its step; where the sides differ, the left one. */
export function submissionsOf(steps: readonly Step[]): Map<number, Submit> {
  const found = new Map<number, Submit>();
  steps.forEach(({ left, right }, step) => {
    const act = left ?? right;
    if (act?.do === 'submit') found.set(step, act);
  });
  return found;
}

/** A pair as a person reads it: what both worlds have, and in which they differ. */
export function told({ observer, invented, steps }: Pair): string {
  const lines = steps.map(({ left, right }, step) => {
    const [one, other] = [left, right].map((act) => (act === null ? 'nothing' : sentence(act)));
    return one === other ? `  ${step}. ${one}` : `  ${step}. left: ${one}\n     right: ${other}`;
  });
  const strangers = invented.map(({ code, type, regime }) => `${code} (${type}, ${regime})`);
  return [`observer: ${observer.client} of ${observer.agency.code}${strangers.length ? `; invented: ${strangers.join(', ')}` : ''}`, ...lines].join('\n');
}

function sentence(act: Act): string {
  const { do: verb, ...rest } = act;
  const words = Object.entries(rest).map(([name, value]) => (name === 'label' ? inWords(value as Label) : `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`));
  return [verb, ...words].join(', ');
}

/** Only what is not usual. */
function inWords({ tlp, purposes, recipients, transfers, handling, consent, restricted, erased }: Label): string {
  const unusual = [
    purposes.length < PURPOSES.length && `for ${purposes.join('+')}`, transfers.length > 0 && `transfer to ${transfers.join('+')}`,
    handling.length > 0 && handling.join('+'), consent && 'with consent', restricted && 'restricted', erased.startsWith('2026') && `erased ${erased}`,
  ];
  return [`TLP ${tlp}`, `to ${recipients.join('+') || 'nobody'}`, ...unusual.filter(Boolean)].join(' ');
}
