import { isNew, serves, type AgencyPlan, type Officer } from './agency.js';
import { isHot, isOpen, type CaseFile } from './cases.js';
import { dateOf, isWorkingDay } from './calendar.js';
import { mistyped, type Journal } from './journal.js';
import type { Odds } from './odds.js';

export interface Office {
  readonly plan: AgencyPlan;
  readonly staff: readonly Officer[];
  readonly files: readonly CaseFile[];
  readonly journal: Journal;
  readonly odds: Odds;
}

/** What everybody does on one day, for their work and for nothing else. */
export function workOneDay(office: Office, day: number): void {
  const { plan, staff, files, odds } = office;
  const open = files.filter((file) => isOpen(file, day));
  if (open.length === 0) return; // in a small agency's year there may be such a day: nothing is looked up
  const working = isWorkingDay(day, plan.region);
  for (const officer of staff) {
    if (!serves(officer, day) || officer.off.has(day)) continue;
    const mine = open.filter((file) => file.team.includes(officer) || file.guests.has(officer));
    const hot = mine.some((file) => isHot(file, day));
    if (officer.nights.has(day)) { nightDuty(office, officer, mine, open, day); continue; }
    if (!working && !hot && !odds.yes(0.02)) continue;
    if (officer.post === 'supervisor') review(office, officer, open, day);
    else if (officer.post === 'analyst') analyse(office, officer, open, day);
    else if (officer.post === 'desk') answerAtTheDesk(office, officer, open, day, () => odds.normal(officer.begins + 4, 2));
    else investigate(office, officer, mine, open, day);
  }
  machines(office, open, day);
}

function investigate(office: Office, officer: Officer, mine: readonly CaseFile[], open: readonly CaseFile[], day: number): void {
  const { odds } = office;
  const hot = mine.filter((file) => isHot(file, day));
  const sittings = odds.poisson(2.2 * officer.pace * (hot.length > 0 ? 3 : 1) * (odds.yes(0.02) ? 3 : 1));
  for (let sitting = 0; sitting < sittings; sitting++) {
    const file = hot.length > 0 && odds.yes(0.85) ? odds.pick(hot) : weighted(mine, odds);
    if (!file) continue;
    const late = odds.yes(officer.late) || (hot.length > 0 && odds.yes(0.3));
    const hour = late ? odds.between(18, 25.5) : Math.min(officer.begins + 9.5, Math.max(officer.begins, odds.normal(officer.begins + 4, 2.3)));
    sit(office, officer, file, day, hour);
  }
  if (isNew(officer, day)) lookAround(office, officer, mine[0], open, day);
  // The last look before a hearing: a case that is closed already, still theirs.
  const former = office.files.filter((file) => file.closed < day && file.closed > day - 60 && file.team.includes(officer));
  if (former.length > 0 && odds.yes(0.06)) sit(office, officer, odds.pick(former), day, odds.normal(officer.begins + 4, 2));
}

function weighted(files: readonly CaseFile[], odds: Odds): CaseFile | undefined {
  let left = odds.next() * files.reduce((sum, { weight }) => sum + weight, 0);
  return files.find(({ weight }) => (left -= weight) <= 0) ?? files.at(-1);
}

/** Some look-ups in one case, one after the other, perhaps something written. */
function sit({ odds, journal, files }: Office, officer: Officer, file: CaseFile, day: number, from: number): void {
  const reference = odds.yes(officer.mistyping * (isNew(officer, day) ? 3 : 1)) ? mistyped(file.reference, odds) : file.reference;
  let hour = from;
  const then = () => (hour += odds.lognormal(0.05, 0.8));
  if (odds.yes(0.4)) journal.write(officer, day, then(), { action: 'list', reference, records: odds.sample(file.records, odds.int(1, 20)) });
  const looks = Math.min(60, odds.geometric(2.6));
  for (let look = 0; look < looks; look++) {
    const records = odds.yes(0.5) ? [file.records[0]!] : odds.sample(file.records, odds.yes(0.75) ? 1 : odds.int(2, 6));
    journal.write(officer, day, then(), { action: 'read', reference, records });
  }
  if (odds.yes(Math.min(1, officer.missing * looks))) missed(officer, day, then(), reference);
  // A paper with ids of a case that was moved: none of them is shown any more.
  if (odds.yes(0.004)) for (let miss = odds.int(5, 18); miss > 0; miss--) missed(officer, day, then(), reference);
  const across = file.linked && odds.yes(0.12) ? file.linked : odds.yes(0.05) ? odds.pick(files) : null;
  if (across) journal.write(officer, day, then(), { action: 'read', reference, records: odds.yes(0.6) ? [across.records[0]!] : odds.sample(across.records, odds.int(1, 3)) });
  if (odds.yes(0.14)) {
    file.records.push(odds.id());
    journal.write(officer, day, then(), { action: 'submit', reference, records: [file.records.at(-1)!] });
  }
  if (odds.yes(isHot(file, day) ? 0.7 : 0.2)) journal.write(officer, day, then(), { action: 'amend', reference, records: [odds.pick(file.records)] });

  function missed(...[who, when, at, why]: [Officer, number, number, string]): void {
    const id = odds.id();
    journal.write(who, when, at, { action: 'read', reference: why, records: [id], hidden: new Set([id]) });
  }
}

/** Somebody new reads what the colleagues do, mostly under their own first case. */
function lookAround({ odds, journal }: Office, officer: Officer, own: CaseFile | undefined, open: readonly CaseFile[], day: number): void {
  for (let look = odds.poisson(4); look > 0; look--) {
    const file = odds.pick(open);
    const id = odds.yes(0.06) ? odds.id() : odds.pick(file.records);
    const reference = odds.yes(0.5) || !own ? file.reference : own.reference;
    journal.write(officer, day, odds.normal(officer.begins + 4, 2), { action: 'read', reference, records: [id], ...(file.records.includes(id) ? {} : { hidden: new Set([id]) }) });
  }
}

/** Supervisors look into many cases, each under its own reference, and write little. */
function review({ odds, journal }: Office, officer: Officer, open: readonly CaseFile[], day: number): void {
  for (const file of odds.sample(open, odds.poisson(4 * officer.pace))) {
    let hour = odds.normal(officer.begins + 4, 2.3);
    for (let look = odds.geometric(2); look > 0; look--) journal.write(officer, day, (hour += 0.05), { action: 'read', reference: file.reference, records: [odds.pick(file.records)] });
    if (odds.yes(0.05)) journal.write(officer, day, hour + 0.1, { action: 'amend', reference: file.reference, records: [file.records[0]!] });
  }
}

/** Analysts read across everything, in bouts, under the name of their task. */
function analyse({ odds, journal }: Office, officer: Officer, open: readonly CaseFile[], day: number): void {
  if (!odds.yes(0.6)) return;
  const reference = `ANALYSIS-Q${1 + Math.floor(day / 92)}/2026`;
  let hour = officer.begins + odds.between(0, 2);
  const bout = odds.lognormal(1, 0.6) * officer.pace;
  for (let page = odds.poisson(6 * bout); page > 0; page--) {
    const some = odds.sample(open, 12);
    journal.write(officer, day, (hour += 0.04), { action: 'list', reference, records: some.flatMap((file) => odds.sample(file.records, 4)).slice(0, 50) });
  }
  for (let look = odds.poisson(18 * bout); look > 0; look--) journal.write(officer, day, (hour += 0.06), { action: 'read', reference, records: [odds.pick(odds.pick(open).records)] });
}

/** Whoever answers the telephone looks up what others ask for, and often in vain. */
function answerAtTheDesk({ odds, journal }: Office, officer: Officer, open: readonly CaseFile[], day: number, at: () => number): void {
  for (let call = odds.poisson(9 * officer.pace); call > 0; call--) {
    const hidden = odds.yes(0.12);
    const id = hidden ? odds.id() : odds.pick(odds.pick(open).records);
    journal.write(officer, day, at(), { action: 'read', reference: `DESK-${dateOf(day)}`, records: [id], ...(hidden && { hidden: new Set([id]) }) });
  }
}

/** A night: one's own cases, and what is asked for on the radio. */
function nightDuty(office: Office, officer: Officer, mine: readonly CaseFile[], open: readonly CaseFile[], day: number): void {
  const { odds } = office;
  for (let sitting = odds.poisson(1.2); sitting > 0 && mine.length > 0; sitting--) sit(office, officer, odds.pick(mine), day, odds.between(22, 29));
  answerAtTheDesk({ ...office }, { ...officer, pace: 0.4 }, open, day, () => odds.between(22, 29.8));
}

function machines({ odds, journal }: Office, open: readonly CaseFile[], day: number): void {
  for (let task = 0; task < 4; task++) journal.write(null, day, odds.between(0, 24), { action: 'list', reference: 'SYNC-1', records: odds.pick(open).records.slice(0, 20) });
  journal.write(null, day, odds.between(0, 24), { action: 'agencies', reference: 'SYNC-1', records: [] });
}
