import type { Finding, WatchedLine } from './line.js';
import { LIMITS, type Memories, type OfficerMemory, type OthersLook } from './memory.js';
import { isOwn } from './own.js';
import { RULES, type OddRule, type RuleName } from './rules.js';

/** A look-up that was just taken in. */
export interface Looked {
  readonly line: WatchedLine;
  readonly name: string;
  /** Records of others' cases in it; records not shown. */
  readonly others: number;
  readonly vain: number;
}

/** Days of an officer's first look-ups, while the work is new to them, or they to this ledger. */
const LEARNING = 40;

/** What a rule says; null where it is silent. */
type Judgement = { readonly reason: string; readonly places: readonly string[] } | null;

/** Which rules the look-up makes speak. */
export function judge({ line, name, others, vain }: Looked, officer: OfficerMemory, memories: Memories): Finding[] {
  const judgements: [RuleName, () => Judgement][] = others > 0
    ? [['many', () => many(officer)], ['share', () => share(officer)], ['again', () => again(officer)], ['hours', () => hours(officer)], ['borrowed', () => borrowed(officer)], ['arrests', () => arrests(officer, memories)]]
    : [];
  if (vain > 0) judgements.push(['vain', () => inVain(officer)]);
  return judgements.flatMap(([rule, of]) => {
    const { id, quiet } = RULES[rule];
    if (officer.day - (officer.told[id] ?? -quiet) < quiet) return [];
    const judgement = of();
    if (!judgement) return [];
    officer.told[id] = officer.day;
    return [{ officer: name, rule: id, reason: judgement.reason, places: judgement.places.slice(-LIMITS.places), at: line.at }];
  });
}

/** Whose work is reading: supervisors, analysts, the desk. Others' cases are theirs to read, and only their own habit says what is odd. */
const reads = ({ looks, writes }: OfficerMemory) => looks >= 60 && writes < looks * 0.05;

function many(officer: OfficerMemory): Judgement {
  const { from, times } = RULES.many;
  const { others, places } = officer.today;
  const usual = upper(officer.usual);
  if (others.length < from || others.length < usual * times || officer.usual.length < 10) return null;
  return { places, reason: `${others.length} records of others' cases in one day; on nine of ten days it is at most ${usual}.` };
}

/** The ninth of ten days. */
function upper(counts: readonly number[]): number {
  const sorted = [...counts].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length * 0.9)] ?? 0;
}

function since(officer: OfficerMemory, { days }: OddRule): OthersLook[] {
  const learnt = officer.first + LEARNING;
  return officer.others.filter(({ day, home }) => day > officer.day - days && day >= learnt && !isOwn(officer, home));
}

const places = (looks: readonly OthersLook[]) => [...new Set(looks.map(({ place }) => place))];
const daysOf = (looks: readonly OthersLook[]) => count(looks.map(({ day }) => day));
const count = (values: Iterable<unknown>) => new Set(values).size;

function share(officer: OfficerMemory): Judgement {
  if (reads(officer)) return null;
  const looks = since(officer, RULES.share);
  const records = count(looks.map(({ record }) => record));
  if (records < RULES.share.from) return null;
  return { places: places(looks), reason: `${records} records of others' cases in ${RULES.share.days} days.` };
}

function again(officer: OfficerMemory): Judgement {
  if (reads(officer)) return null;
  const home = officer.others.at(-1)?.home; // none where the look-up was under a task
  const looks = since(officer, RULES.again).filter((look) => look.home === home);
  const days = daysOf(looks);
  const cases = count(looks.map(({ under }) => under));
  if (!RULES.again.bars.some((bar) => days >= bar.days && cases >= bar.references)) return null;
  return { places: places(looks), reason: `Records of one case of others on ${days} days within ${RULES.again.days}, under ${cases} other reference${cases > 1 ? 's' : ''}.` };
}

function hours(officer: OfficerMemory): Judgement {
  const looks = since(officer, RULES.hours).filter(({ odd }) => odd);
  const days = daysOf(looks);
  if (reads(officer) || days < RULES.hours.from) return null;
  return { places: places(looks), reason: `Records of others' cases on ${days} days within ${RULES.hours.days}, at hours at which neither this officer nor the agency usually works.` };
}

function borrowed(officer: OfficerMemory): Judgement {
  const looks = since(officer, RULES.borrowed).filter(({ under }) => !isOwn(officer, under));
  const days = daysOf(looks);
  const references = count(looks.map(({ under }) => under));
  if (reads(officer) || days < RULES.borrowed.from || references < RULES.borrowed.references) return null;
  return { places: places(looks), reason: `Records of others' cases on ${days} days within ${RULES.borrowed.days}, under ${references} references under which this officer has written nothing.` };
}

/** Arrests and raids show in the ledger as the days on which most is written in a case. */
function arrests(officer: OfficerMemory, memories: Memories): Judgement {
  if (reads(officer)) return null;
  const all = since(officer, RULES.arrests);
  const looks = all.filter(({ home, day }) => memories.knownReference(home)?.bursts.some((burst) => Math.abs(burst - day) <= RULES.arrests.near));
  const days = daysOf(looks);
  if (days < RULES.arrests.from || days * 4 < daysOf(all)) return null;
  return { places: places(looks), reason: `Records of others' cases on ${days} days within ${RULES.arrests.days}, each at most ${RULES.arrests.near} days from the busiest of its case; of ${daysOf(all)} days with such look-ups in all.` };
}

function inVain(officer: OfficerMemory): Judgement {
  const { days, from, inRow } = RULES.vain;
  const all = [...officer.vain, { day: officer.day, row: officer.today.row, places: officer.today.vainPlaces }];
  const tries = all.filter(({ day, row }) => day > officer.day - days && row >= inRow);
  if (tries.length < from) return null;
  return { places: tries.flatMap((each) => each.places), reason: `On ${tries.length} days within ${days}, ${inRow} or more records in a row that are not shown.` };
}
