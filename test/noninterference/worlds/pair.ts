import fc from 'fast-check';
import type { Agency, Class, Label, Observer } from '../model/words.js';
import { draft, type Draft, type DraftLabel, type DraftStep } from './draft.js';
import { daysBefore, SOON, submissionsOf, actorOf, type Act, type Content, type Pair, type Step, type Submit } from './history.js';
import { participationAtEnd, TASK_FORCES } from './participation.js';
import { CLIENTS, clientOfInvented, REGISTERED } from './register.js';
import { viewHistory, watcherOf, type Watcher } from './view-history.js';

/**
 * Pairs of worlds. What is drawn is one history and wishes where the worlds should differ; every wish
 * that the oracle calls visible is dropped, so that whatever is drawn, and whatever it shrinks to, is a
 * pair that differs in hidden data alone.
 */
export const pairs: fc.Arbitrary<Pair> = draft.map(pairOf).filter(differs);

/** Without long waits, in each of which some 500,000 intervals of the log of seals would pass. */
export const sealableDraft: fc.Arbitrary<Draft> = draft.map((drawn) => ({ ...drawn, steps: drawn.steps.filter(({ verb }) => verb !== 'wait') }));

export function pairOf({ observer: number, invented, steps: drafts }: Draft): Pair {
  const strangers = invented.map(({ type, regime }, index): Agency => ({ code: `invented-${index}`, type, regime }));
  const agencies = [...REGISTERED, ...strangers];
  const clients = [...CLIENTS, ...strangers.map((agency, index) => clientOfInvented(agency, invented[index]!.purposes, invented[index]!.clearance))];
  const observer = clients[number % clients.length]!;
  const steps: Step[] = [];
  for (const drawn of drafts) {
    const act = actOf(drawn, agencies, steps, observer);
    steps.push(act ? both(act) : { left: null, right: null });
  }
  // Whoever is shut out is told that it is nobody, and no more: in the end it is let in again.
  if (participationAtEnd({ steps }, 'left').suspended.includes(observer.agency.code)) steps.push(both({ do: 'reinstate', agency: observer.agency.code }));
  return { agencies, invented: strangers, observer, steps: differing({ agencies, steps }, drafts, observer, watcherOf(clients, observer.agency)) };
}

/** Grants the wishes one by one, as long as the observer's views stay the same in both worlds. */
function differing(common: Pick<Pair, 'agencies' | 'steps'>, drafts: readonly DraftStep[], observer: Observer, watcher: Watcher): readonly Step[] {
  const { agencies } = common;
  let steps = common.steps;
  const hidden = (wished: readonly Step[]) => {
    const [left, right] = (['left', 'right'] as const).map((side) => viewHistory({ agencies, steps: wished }, side, watcher));
    return left!.every((view, at) => view === right![at]);
  };
  drafts.forEach((drawn, at) => {
    const submissions = submissionsOf(steps);
    const act = steps[at]!.left;
    if (!act || act.do === 'wait' || actorOf(act, submissions) === observer.agency.code) return;
    for (const wish of wishes(act, drawn, agencies, observer)) {
      const wished = steps.map((step, place) => (place === at ? wish(step) : step));
      if (hidden(wished)) steps = wished;
    }
  });
  return steps;
}

const both = (act: Act): Step => ({ left: act, right: act });

type Wish = (step: Step) => Step;

function wishes(act: Act, { only, elsewhere }: DraftStep, agencies: readonly Agency[], observer: Observer): Wish[] {
  if (only !== 'both') return [(step) => ({ ...step, [only === 'left' ? 'right' : 'left']: null })];
  if (act.do !== 'submit' && act.do !== 'amend') return [];
  const turn = (name: Class): Wish => (step) => onRight(step, (right) => ({ ...right, content: turnedIn(right.content, [name]) }));
  const others = addressees(elsewhere.recipients, agencies).filter((code) => code !== observer.agency.code);
  const address = (code: string): Wish => (step) => onRight(step, (right) => ({ ...right, label: { ...right.label, recipients: [...new Set([...right.label.recipients, code])] } }));
  return [...elsewhere.turned.map(turn), ...others.map(address)];
}

function onRight(step: Step, change: (right: Extract<Act, { label: Label }>) => Act): Step {
  const { right } = step;
  return right?.do === 'submit' || right?.do === 'amend' ? { ...step, right: change(right) } : step;
}

/** What a drawn step means in the history so far; null where there is nothing that it could be about. */
function actOf(drawn: DraftStep, agencies: readonly Agency[], before: readonly Step[], observer: Observer): Act | null {
  const { verb, who, which, purpose } = drawn;
  const by = agencies[who % agencies.length]!.code;
  const submissions = [...submissionsOf(before)];
  const chosen = submissions.length === 0 ? null : submissions[which % submissions.length]!;
  if (verb === 'submit') return submitOf(drawn, by, agencies, before);
  if (verb === 'wait') return { do: 'wait' };
  if (verb === 'hand in what is refused') return { do: verb, by, key: keyOf(drawn, by, before) };
  // What the observer's own agency may see stays what it is.
  if (verb === 'enrol a client' || verb === 'register a document') return by === observer.agency.code ? null : { do: verb, by };
  if (verb === 'open a stream') return { do: verb, by, purpose };
  const concerned = drawn.own ? observer.agency.code : by;
  if (verb === 'join or leave') return memberOrNot(concerned, TASK_FORCES[which % TASK_FORCES.length]!, before);
  if (verb === 'suspend or reinstate') return { do: participationAtEnd({ steps: before }, 'left').suspended.includes(concerned) ? 'reinstate' : 'suspend', agency: concerned };
  if (chosen === null) return null;
  const [record, submitted] = chosen;
  if (verb === 'read') return { do: verb, by, purpose, record };
  if (verb === 'withdraw') return { do: verb, record };
  if (verb === 'ask that it go on') return { do: verb, record, by, to: agencies[(who + which + 1) % agencies.length]!.code };
  if (verb === 'open a breach') return { do: verb, record, by };
  if (verb === 'be given a further purpose') return by === submitted.by ? null : { do: verb, record, by, purpose };
  if (verb === 'acknowledge') return submitted.kind === 'alert' ? { do: verb, record, by } : null;
  const now = lastOf(record, submitted, before);
  // Whoever amends sees all, and victims are seen by nobody for immigration control: where a record serves nothing else, that is not even its originator.
  if (submitted.persons && submitted.kind !== 'incident' && now.label.purposes.every((one) => one === 'immigration-control')) return null;
  const label = drawn.relabels ? labelOf(drawn.label, agencies, before) : now.label;
  return { do: 'amend', record, label, content: turnedIn(now.content, drawn.turned) };
}

function memberOrNot(agency: string, taskForce: string, before: readonly Step[]): Act {
  const { memberships } = participationAtEnd({ steps: before }, 'left');
  const member = memberships.some((one) => one.agency === agency && one.taskForce === taskForce && one.until === null);
  return { do: member ? 'leave a task force' : 'join a task force', agency, taskForce };
}

function submitOf(drawn: DraftStep, by: string, agencies: readonly Agency[], before: readonly Step[]): Submit {
  const cases = [...submissionsOf(before)].filter(([, { kind }]) => kind === 'case');
  const about = drawn.kind === 'alert' && cases.length > 0 ? cases[drawn.which % cases.length]![0] : null;
  return {
    do: 'submit', by, kind: drawn.kind, key: keyOf(drawn, by, before), label: labelOf(drawn.label, agencies, before),
    content: turnedIn({}, drawn.turned), persons: drawn.which % 3 !== 0, about,
  };
}

/** Keys of different agencies shall meet; an agency's own are used once. */
function keyOf({ which }: DraftStep, by: string, before: readonly Step[]): string {
  const key = `key-${which % 2}`;
  const used = before.some(({ left }) => left !== null && 'key' in left && left.by === by && left.key === key);
  return used ? `key-of-step-${before.length}` : key;
}

function labelOf(drawn: DraftLabel, agencies: readonly Agency[], before: readonly Step[]): Label {
  const { recipients, transfers, soon, ...rest } = drawn;
  const erased = new Date(Date.parse('2026-11-01') + (daysBefore(before, before.length) + SOON) * 86_400_000).toISOString().slice(0, 10);
  return { ...rest, recipients: addressees(recipients, agencies), transfers: codes(transfers, agencies), erased: soon ? erased : '2036-01-01' };
}

function codes(numbers: readonly number[], agencies: readonly Agency[]): string[] {
  return [...new Set(numbers.map((number) => agencies[number % agencies.length]!.code))];
}

/** Agencies by their numbers, then the task forces. */
function addressees(numbers: readonly number[], agencies: readonly Agency[]): string[] {
  const all = [...agencies.map(({ code }) => code), ...TASK_FORCES];
  return [...new Set(numbers.map((number) => all[number % all.length]!))];
}

function turnedIn(content: Content, names: readonly Class[]): Content {
  return { ...content, ...Object.fromEntries(names.map((name) => [name, ((content[name] ?? 0) + 1) % 3])) };
}

function lastOf(record: number, submitted: Submit, before: readonly Step[]): { label: Label; content: Content } {
  const amendments = before.map(({ left }) => left).filter((act) => act?.do === 'amend' && act.record === record);
  const last = amendments.at(-1);
  return last?.do === 'amend' ? last : submitted;
}

/** Whether a pair has any difference at all. */
export function differs({ steps }: Pair): boolean {
  return steps.some(({ left, right }) => JSON.stringify(left) !== JSON.stringify(right));
}
