/** What an agency is to the rules: with it changes what the audience of a stored record is. `audiences`: itself, then its task forces. */
export interface Standing {
  readonly code: string;
  readonly type: string;
  readonly regime: string;
  readonly audiences: readonly string[];
}

/** What a stream brings: purpose as a bit, classes as a mask, clearance as a TLP rank. */
export interface StreamTerms {
  readonly agency: string;
  readonly stream: string;
  readonly kinds: readonly string[];
  readonly purpose: number;
  readonly classes: number;
  readonly clearance: number;
}

/** Under what the audiences were worked out: the rule table's hash, and who took part on which terms. */
export interface Basis {
  readonly policy: string;
  readonly agencies: readonly Standing[];
  readonly streams: readonly StreamTerms[];
}

/** Why audiences are worked out again, in the words of the job and of its ledger lines. */
export type Reason = 'first-time' | 'rules-changed' | 'agencies-changed' | 'members-changed' | 'streams-changed' | 'ordered';

/** For whom, and of which records: null for all, else those addressed to one of these task forces. */
export interface Extent {
  readonly reasons: readonly Reason[];
  readonly agencies: readonly string[];
  readonly taskForces: readonly string[] | null;
}

/** What differs between two bases. Nothing to do is an empty list of reasons; nobody concerned, an empty list of agencies. */
export function extentOf(former: Basis | null, basis: Basis): Extent {
  const everyone = [...new Set([...(former?.agencies ?? []), ...basis.agencies].map(({ code }) => code))];
  if (!former) return { reasons: ['first-time'], agencies: everyone, taskForces: null };
  if (former.policy !== basis.policy) return { reasons: ['rules-changed'], agencies: everyone, taskForces: null };
  const changed = agenciesChanged(former, basis);
  const streams = basis.streams.filter((stream) => !same(stream, termsIn(former, stream)));
  const moved = changed.flatMap(({ moved: taskForces }) => taskForces);
  const reasons: Reason[] = [
    ...(changed.some(({ itself }) => itself) ? ['agencies-changed' as const] : []),
    ...(moved.length > 0 ? ['members-changed' as const] : []),
    ...(same(former.streams, basis.streams) ? [] : ['streams-changed' as const]),
  ];
  const all = streams.length > 0 || changed.some(({ itself }) => itself);
  return {
    reasons, taskForces: all ? null : [...new Set(moved)],
    agencies: [...new Set([...changed.map(({ code }) => code), ...streams.map(({ agency }) => agency)])],
  };
}

/** Both together: of a change that came before another was wholly worked in. */
export function united(one: Extent, other: Extent): Extent {
  return {
    reasons: [...new Set([...one.reasons, ...other.reasons])], agencies: [...new Set([...one.agencies, ...other.agencies])],
    taskForces: one.taskForces === null || other.taskForces === null ? null : [...new Set([...one.taskForces, ...other.taskForces])],
  };
}

/** The terms that the same stream had under a basis; null where there was none. */
export function termsIn(basis: Basis | null, { agency, stream }: StreamTerms): StreamTerms | null {
  return basis?.streams.find((one) => one.agency === agency && one.stream === stream) ?? null;
}

export const same = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other);

/** A basis comes back from PostgreSQL with its keys in another order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => typeof inner === 'object' && inner !== null && !Array.isArray(inner)
    ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner);
}

/** Agencies that are new, gone or of another kind (`itself`), and the task forces that others joined or left (`moved`). */
function agenciesChanged(former: Basis, basis: Basis): { code: string; itself: boolean; moved: string[] }[] {
  const before = new Map(former.agencies.map((agency) => [agency.code, agency]));
  const after = new Map(basis.agencies.map((agency) => [agency.code, agency]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((code) => {
    const [was, is] = [before.get(code), after.get(code)];
    if (same(was, is)) return [];
    const itself = !was || !is || was.type !== is.type || was.regime !== is.regime;
    const all = [...(was?.audiences ?? []), ...(is?.audiences ?? [])];
    return [{ code, itself, moved: all.filter((audience, place) => audience !== code && all.indexOf(audience) === place && !(was?.audiences.includes(audience) && is?.audiences.includes(audience))) }];
  });
}
