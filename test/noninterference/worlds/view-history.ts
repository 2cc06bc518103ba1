import { maySee, type Request } from '../model/may-see.js';
import { LIGHTS, type Agency, type Label, type Light, type Observer, type Purpose } from '../model/words.js';
import { daysBefore, type Act, type Content, type Pair, type Side, type Submit } from './history.js';

/** A record as it stands in one world. */
export interface Standing {
  readonly submitted: Submit;
  readonly label: Label;
  readonly content: Content;
  readonly withdrawn: boolean;
}

const START = Date.parse('2026-11-01T00:00:00Z');

/** What an agency may know, over all its clients: hidden is only what none of them may see. */
export interface Watcher {
  readonly agency: Agency;
  readonly purposes: readonly Purpose[];
  readonly clearance: Light;
}

export function watcherOf(observers: readonly Observer[], agency: Agency): Watcher {
  const own = observers.filter((one) => one.agency.code === agency.code);
  const purposes = [...new Set(own.flatMap((one) => one.purposes))];
  const clearance = LIGHTS[Math.max(...own.map((one) => LIGHTS.indexOf(one.clearance)))]!;
  return { agency, purposes, clearance };
}

/** The records of a world after each of its steps, as the model says that they must stand. */
export function standingsOf({ agencies, steps }: Pick<Pair, 'agencies' | 'steps'>, side: Side): Map<number, Standing>[] {
  let now = new Map<number, Standing>();
  return steps.map((step, at) => {
    now = new Map(now);
    const act = step[side];
    if (act) take(now, act, at, (standing) => originatorSees(agencies, standing, dayOf(steps, at)));
    return now;
  });
}

/**
 * Everything that the watcher may know after each step, in a form to compare. Two worlds differ in
 * hidden data only when these are the same in both: that is the oracle's whole word.
 */
export function viewHistory(pair: Pick<Pair, 'agencies' | 'steps'>, side: Side, watcher: Watcher): string[] {
  const acknowledged: string[] = [];
  return standingsOf(pair, side).map((standings, at) => {
    const act = pair.steps[at]![side];
    if (act?.do === 'acknowledge' && standings.get(act.record)?.submitted.by === watcher.agency.code) acknowledged.push(`${act.by} of ${act.record}`);
    const today = dayOf(pair.steps, at);
    return JSON.stringify([[...standings].flatMap(([record, standing]) => viewsOf(pair.agencies, record, standing, watcher, today)), acknowledged]);
  });
}

export function dayOf(steps: Pair['steps'], at: number): Date {
  return new Date(START + at * 1_000 + daysBefore(steps, at + 1) * 86_400_000);
}

/** The classes of a standing that an agency may see. */
export function classesOf(agencies: readonly Agency[], { submitted, label, withdrawn }: Standing, to: Agency, request: Omit<Request, 'officer'> & Partial<Request>) {
  const originator = agencies.find(({ code }) => code === submitted.by)!;
  return maySee({ originator, label, withdrawn, hasVictims: submitted.persons && submitted.kind !== 'incident' }, to, { officer: true, ...request });
}

function viewsOf(agencies: readonly Agency[], record: number, standing: Standing, { agency, purposes, clearance }: Watcher, today: Date): unknown[] {
  return purposes.flatMap((purpose) => {
    const seen = classesOf(agencies, standing, agency, { purpose, clearance, today });
    if (seen.size === 0) return [];
    const { label, content, submitted, withdrawn } = standing;
    const { recipients, transfers, restricted, ...handling } = label;
    const custody = seen.has('CUSTODY') ? { recipients, transfers, restricted, withdrawn } : null;
    const shown = [...seen].sort().map((name) => `${name} ${content[name] ?? 0}`);
    return [[record, submitted.kind, submitted.by, submitted.about, purpose, shown, handling, custody]];
  });
}

function take(records: Map<number, Standing>, act: Act, at: number, mayAmend: (standing: Standing) => boolean): void {
  if (act.do === 'submit') records.set(at, { submitted: act, label: act.label, content: act.content, withdrawn: false });
  if (act.do !== 'amend' && act.do !== 'withdraw') return;
  const before = records.get(act.record);
  if (!before || before.withdrawn || !mayAmend(before)) return;
  records.set(act.record, act.do === 'withdraw' ? { ...before, withdrawn: true } : { ...before, label: act.label, content: act.content });
}

/** Whoever changes a record must see it: what is erased can be changed no more. */
function originatorSees(agencies: readonly Agency[], standing: Standing, today: Date): boolean {
  const originator = agencies.find(({ code }) => code === standing.submitted.by)!;
  return standing.label.purposes.some((purpose) => classesOf(agencies, standing, originator, { purpose, clearance: 'RED', today }).has('CUSTODY'));
}
