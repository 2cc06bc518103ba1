import { dayOf, hourOf, type Finding, type WatchedLine } from './line.js';
import { LIMITS, type Memories, type OfficerMemory, type PeersMemory, type RecordMemory, type ReferenceMemory } from './memory.js';
import { judge, type Looked } from './judge.js';
import { isOwn } from './own.js';

const WRITES = ['submit', 'amend', 'withdraw', 'acknowledge'];
/** Votes of others from which on it is known where a record belongs. */
const KNOWN = 4;

/** Takes one line in and says what is odd by it. Lines come in the order of the ledger. */
export function observe(line: WatchedLine, memories: Memories): Finding[] {
  const { officer: name, action, caseReference: reference } = line;
  if (name === null || reference === null) return [];
  const writes = WRITES.includes(action);
  if (!writes && action !== 'read' && action !== 'list') return [];
  const day = dayOf(line.at);
  const officer = memories.officer(name, day);
  const peers = memories.peers(day);
  turn(officer, Math.max(day, officer.day));
  keepHours(officer, peers, line.at);
  const series = seriesOf(peers, reference);
  if (writes) {
    wrote(officer, reference, officer.day);
    busy(memories.reference(reference, day), day);
    for (const id of line.records) vote(memories.record(id), reference, `${day}/${name}/w`, 10);
    series.writes++;
    officer.writes++;
    return [];
  }
  series.looks++;
  officer.looks++;
  const looked = action === 'read' ? lookedAt(line, name, officer, peers, memories) : { line, name, others: 0, vain: 0 };
  worked(officer, reference, officer.day, looked.others === 0 && looked.vain < line.records.length);
  return action === 'read' ? judge(looked, officer, memories) : [];
}

/** What of a look-up is others', and what was in vain. */
function lookedAt(line: WatchedLine, name: string, officer: OfficerMemory, peers: PeersMemory, memories: Memories): Looked {
  const { caseReference: under, records, masks, place } = line;
  const task = isTask(peers, under!);
  const odd = isOddHour(officer, peers, line.at);
  let [others, vain] = [0, 0];
  for (const [index, id] of records.entries()) {
    officer.today.run = masks[index] === 0 ? officer.today.run + 1 : 0;
    if (masks[index] === 0) { vain++; continue; }
    const record = memories.record(id);
    const home = homeOf(record, under!, officer);
    if (home !== null) {
      others++;
      const { today } = officer;
      if (!today.others.includes(id) && today.others.length < LIMITS.today) today.others.push(id);
      keepLast(today.places, place, LIMITS.places);
      if (!task) keepLast(officer.others, { day: officer.day, record: id, under: under!, home, place, odd }, LIMITS.others);
    } else if (!task) vote(record, under!, `${officer.day}/${name}`, 1); // a look at what is another's makes it no more one's own
  }
  if (vain > 0 && !task) {
    officer.today.row = Math.max(officer.today.row, officer.today.run);
    keepLast(officer.today.vainPlaces, place, LIMITS.places);
  }
  return { line, name, others, vain };
}

/** The reference that a record is worked on under, where that is another's; null where it is the officer's own or not known. */
function homeOf(record: RecordMemory, under: string, officer: OfficerMemory): string | null {
  const votes = Object.entries(record.votes).sort(([, one], [, other]) => other - one);
  const [home, most] = votes[0] ?? ['', 0];
  if (most < KNOWN) return null;
  if (votes.some(([reference, count]) => count * 4 >= most && isOwn(officer, reference))) return null;
  return home === under && isOwn(officer, under) ? null : home;
}

/** A task is no case: nothing is ever written under references of its series, and everything that is looked up there belongs elsewhere. */
function isTask(peers: PeersMemory, reference: string): boolean {
  const { looks, writes } = peers.series[seriesName(reference)]!;
  return looks >= 200 && writes * 200 < looks;
}

const seriesName = (reference: string) => /^[A-Za-z]*/u.exec(reference)![0].toUpperCase();

function seriesOf(peers: PeersMemory, reference: string): { looks: number; writes: number } {
  const name = seriesName(reference);
  if (!(name in peers.series) && Object.keys(peers.series).length >= LIMITS.series) {
    const [rarest] = Object.entries(peers.series).sort(([, one], [, other]) => one.looks - other.looks)[0]!;
    delete peers.series[rarest];
  }
  return (peers.series[name] ??= { looks: 0, writes: 0 });
}

/** Odd is an hour in which neither this officer nor the agency usually works. */
function isOddHour(officer: OfficerMemory, peers: PeersMemory, at: number): boolean {
  return share(peers.hours, at) < 0.4 / 24 && share(officer.hours, at) < 0.4 / 24;
}

function share(hours: readonly number[], at: number): number {
  const hour = hourOf(at);
  const all = hours.reduce((sum, count) => sum + count, 0);
  return all < 50 ? 1 : (hours[hour]! / all);
}

function keepHours(officer: OfficerMemory, peers: PeersMemory, at: number): void {
  for (const hours of [officer.hours, peers.hours]) hours[hourOf(at)]!++;
  if (officer.looks > 4_000) {
    officer.looks /= 2;
    officer.writes /= 2;
    officer.hours = officer.hours.map((count) => count / 2);
  }
}

/** A day ends: what was is kept as the usual. */
function turn(officer: OfficerMemory, day: number): void {
  if (officer.day === day) return;
  const { others, row, vainPlaces } = officer.today;
  keepLast(officer.usual, others.length, LIMITS.usual);
  if (row > 0) keepLast(officer.vain, { day: officer.day, row, places: vainPlaces }, LIMITS.vain);
  officer.day = day;
  officer.today = { others: [], places: [], run: 0, row: 0, vainPlaces: [] };
}

function wrote(officer: OfficerMemory, reference: string, day: number): void {
  worked(officer, reference, day, true);
  officer.own[reference]!.wrote = true;
}

function worked(officer: OfficerMemory, reference: string, day: number, rightly: boolean): void {
  const known = (officer.own[reference] ??= { days: 0, last: -1, wrote: false });
  if (known.last !== day && rightly) known.days++;
  known.last = day;
  const references = Object.keys(officer.own);
  if (references.length <= LIMITS.own) return;
  const oldest = references.reduce((one, other) => (officer.own[one]!.last <= officer.own[other]!.last ? one : other));
  delete officer.own[oldest];
}

function busy(reference: ReferenceMemory, day: number): void {
  if (day > reference.day) {
    reference.days += day - reference.day;
    reference.day = day;
    reference.today = 0;
  }
  reference.today++;
  reference.writes++;
  if (reference.today >= 5 && reference.today > 4 * (reference.writes / reference.days) && reference.bursts.at(-1) !== day) keepLast(reference.bursts, day, LIMITS.bursts);
}

function vote(record: RecordMemory, reference: string, by: string, count: number): void {
  if (record.last === `${by}/${reference}`) return;
  record.last = `${by}/${reference}`;
  record.votes[reference] = (record.votes[reference] ?? 0) + count;
  const votes = Object.entries(record.votes);
  if (votes.length <= LIMITS.votes) return;
  const [least] = votes.filter(([each]) => each !== reference).reduce((one, other) => (one[1] <= other[1] ? one : other));
  delete record.votes[least];
}

export function keepLast<Item>(items: Item[], item: Item, most: number): void {
  items.push(item);
  if (items.length > most) items.shift();
}
