import { maySee, type Request } from '../model/may-see.js';
import { LIGHTS, PURPOSES, type Agency, type Class, type Label, type Light, type Observer, type Purpose } from '../model/words.js';
import { momentOf, type Act, type Content, type Pair, type Side, type Submit } from './history.js';
import { participationsOf, type Participation } from './participation.js';

/** A record as it stands in one world. */
export interface Standing {
  readonly submitted: Submit;
  readonly label: Label;
  readonly content: Content;
  readonly withdrawn: boolean;
  /** Purposes beyond its own that its originator has agreed to, each for one agency. */
  readonly leaves: readonly { readonly agency: string; readonly purpose: Purpose }[];
}

/** What a leave is for, in every world. */
export const BY_LEAVE = ['REFERENCE', 'EVENT'] as const;

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

/** A world at one moment, as far as what may be seen depends on it. */
export interface Moment extends Participation {
  readonly agencies: readonly Agency[];
  readonly today: Date;
}

export function momentsOf({ agencies, steps }: Pick<Pair, 'agencies' | 'steps'>, side: Side): Moment[] {
  return participationsOf({ steps }, side).map((participation, at) => ({ ...participation, agencies, today: momentOf(steps, at) }));
}

/** The records of a world after each of its steps, as the model says that they must stand. */
export function standingsOf(pair: Pick<Pair, 'agencies' | 'steps'>, side: Side): Map<number, Standing>[] {
  let now = new Map<number, Standing>();
  return momentsOf(pair, side).map((moment, at) => {
    now = new Map(now);
    const act = pair.steps[at]![side];
    if (act) take(now, act, at, moment);
    return now;
  });
}

/**
 * Everything that the watcher may know after each step, in a form to compare. Two worlds differ in
 * hidden data only when these are the same in both: that is the oracle's whole word. What happens while
 * the watcher is suspended is kept for it, and so no more hidden from it than at any other time.
 */
export function viewHistory(pair: Pick<Pair, 'agencies' | 'steps'>, side: Side, watcher: Watcher): string[] {
  /** What others did that the watcher is told of: the originator is told who took note of its alert, and who asks that its record go on. */
  const told: unknown[] = [];
  const moments = momentsOf(pair, side);
  const all = standingsOf(pair, side);
  return all.map((standings, at) => {
    const moment = moments[at]!;
    const act = pair.steps[at]![side];
    const about = act?.do === 'acknowledge' || act?.do === 'ask that it go on' ? standings.get(act.record) : undefined;
    if (about?.submitted.by === watcher.agency.code) told.push([act, shownTo(about, (act as { by: string }).by, moment)]);
    if (act?.do === 'open a breach' && concerns(act, all, moments, watcher)) told.push([act, ...[standings.get(act.record)].map((breached) => breached && shownTo(breached, act.by, moment))]);
    if (act?.do === 'read' && !moment.suspended.includes(act.by)) told.push(...ownShown(standings, act.by, moment, watcher));
    const follows = act && followsCopies(act, at === 0 ? undefined : all[at - 1], all.slice(0, at), moments, watcher);
    if (follows) told.push(follows);
    const letIn = { ...moment, suspended: moment.suspended.filter((code) => code !== watcher.agency.code) };
    return JSON.stringify([[...standings].flatMap(([record, standing]) => viewsOf(record, standing, watcher, letIn)), told]);
  });
}

/** Whether the watcher may be told of a breach: it is the originator, or is shown, at any time, a record of the agency whose breach it is. */
function concerns({ record, by }: { record: number; by: string }, all: readonly ReadonlyMap<number, Standing>[], moments: readonly Moment[], watcher: Watcher): boolean {
  return all.some((standings, at) => {
    const standing = standings.get(record);
    if (!standing || standing.submitted.by === watcher.agency.code) return standing !== undefined;
    return standing.submitted.by === by && viewsOf(record, standing, watcher, { ...moments[at]!, suspended: [] }).length > 0;
  });
}

/** What follows every copy, whoever may see the record by now: that it was withdrawn or restricted, where the watcher was ever shown it. */
function followsCopies(act: Act, before: ReadonlyMap<number, Standing> | undefined, earlier: readonly ReadonlyMap<number, Standing>[], moments: readonly Moment[], watcher: Watcher): unknown {
  if (act.do !== 'withdraw' && act.do !== 'amend') return null;
  const standing = before?.get(act.record);
  if (!standing || standing.submitted.by === watcher.agency.code || (act.do === 'amend' && act.label.restricted === standing.label.restricted)) return null;
  const shown = earlier.some((standings, at) => {
    const then = standings.get(act.record);
    return then !== undefined && viewsOf(act.record, then, watcher, { ...moments[at]!, suspended: [] }).length > 0;
  });
  return shown ? [act.do, act.record] : null;
}

/** Of the watcher's own records those that a reader is shown: it holds copies of them from then on, which their originator may come to know. */
function ownShown(standings: ReadonlyMap<number, Standing>, by: string, moment: Moment, { agency }: Watcher): unknown[] {
  if (by === agency.code) return [];
  return [...standings].flatMap(([record, standing]) => (standing.submitted.by === agency.code && shownTo(standing, by, moment).some((classes) => classes !== '') ? [[record, by]] : []));
}

/** The classes of a standing that an agency may see. */
export function classesOf(standing: Standing, to: Agency, { agencies, ...moment }: Moment, request: Pick<Request, 'purpose' | 'clearance'> & Partial<Request>): ReadonlySet<Class> {
  const { submitted, label, withdrawn, leaves } = standing;
  const originator = agencies.find(({ code }) => code === submitted.by)!;
  const seen = (asked: typeof request, purposes = label.purposes) =>
    maySee({ originator, label: { ...label, purposes }, withdrawn, hasVictims: submitted.persons && submitted.kind !== 'incident' }, to, { officer: true, ...moment, ...asked });
  const { purpose } = request;
  if (label.purposes.includes(purpose) || !leaves.some((leave) => leave.agency === to.code && leave.purpose === purpose)) return seen(request);
  // LED art. 4(2), 9(1): as if the record named it, for that agency alone, and no wider than what it is shown anyway.
  const anyway = new Set(PURPOSES.flatMap((other) => [...seen({ purpose: other, clearance: 'RED' })]));
  return new Set([...seen(request, [...label.purposes, purpose])].filter((name) => anyway.has(name) && BY_LEAVE.some((one) => one === name)));
}

function viewsOf(record: number, standing: Standing, { agency, purposes, clearance }: Watcher, moment: Moment): unknown[] {
  const { label, content, submitted, withdrawn } = standing;
  const { recipients, transfers, restricted, ...handling } = label;
  // Whoever handed it in learns from its ledger that somebody is shown more of it or less, and may ask who is shown what.
  const readers = submitted.by === agency.code ? moment.agencies.map(({ code }) => shownTo(standing, code, { ...moment, suspended: [] })) : null;
  return purposes.flatMap((purpose) => {
    const seen = classesOf(standing, agency, moment, { purpose, clearance });
    if (seen.size === 0) return [];
    const custody = seen.has('CUSTODY') ? { recipients, transfers, restricted, withdrawn, readers } : null;
    const shown = [...seen].sort().map((name) => `${name} ${content[name] ?? 0}`);
    return [[record, submitted.kind, submitted.by, submitted.about, purpose, shown, handling, custody]];
  });
}

/** All that an agency is shown of a record, for each purpose. */
function shownTo(standing: Standing, code: string, moment: Moment): string[] {
  const agency = moment.agencies.find((one) => one.code === code)!;
  return PURPOSES.map((purpose) => [...classesOf(standing, agency, moment, { purpose, clearance: 'RED' })].sort().join());
}

/** What an agency hands in or changes while it is suspended is not taken. */
function take(records: Map<number, Standing>, act: Act, at: number, moment: Moment): void {
  if (act.do === 'submit' && !moment.suspended.includes(act.by)) records.set(at, { submitted: act, label: act.label, content: act.content, withdrawn: false, leaves: [] });
  if (act.do === 'be given a further purpose') return give(records, act, moment);
  if (act.do !== 'amend' && act.do !== 'withdraw') return;
  const before = records.get(act.record);
  if (!before || before.withdrawn || !originatorSees(before, moment)) return;
  records.set(act.record, act.do === 'withdraw' ? { ...before, withdrawn: true } : { ...before, label: act.label, content: act.content });
}

/** Nothing comes of a leave by which nothing would be shown, nor of one for whoever is shut out or by them. */
function give(records: Map<number, Standing>, { record, by, purpose }: Extract<Act, { do: 'be given a further purpose' }>, moment: Moment): void {
  const before = records.get(record);
  if (!before || before.withdrawn || before.label.purposes.includes(purpose) || [by, before.submitted.by].some((code) => moment.suspended.includes(code))) return;
  const given = { ...before, leaves: [...before.leaves, { agency: by, purpose }] };
  const agency = moment.agencies.find(({ code }) => code === by)!;
  if (classesOf(given, agency, moment, { purpose, clearance: 'RED' }).has('EVENT')) records.set(record, given);
}

/** Whoever changes a record must see it: what is erased can be changed no more. */
function originatorSees(standing: Standing, moment: Moment): boolean {
  const originator = moment.agencies.find(({ code }) => code === standing.submitted.by)!;
  return standing.label.purposes.some((purpose) => classesOf(standing, originator, moment, { purpose, clearance: 'RED' }).has('CUSTODY'));
}
