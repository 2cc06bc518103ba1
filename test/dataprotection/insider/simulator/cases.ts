import type { Officer } from './agency.js';
import { serves } from './agency.js';
import { DAYS } from './calendar.js';
import type { Odds } from './odds.js';

/** One case of an agency, with the records that its people work on: some their own, some that others share with them. */
export interface CaseFile {
  readonly reference: string;
  readonly opened: number;
  readonly closed: number;
  /** Who works on it, the lead first; changes when somebody hands over. */
  team: Officer[];
  /** Helpers and who stands in, each until a day. */
  readonly guests: Map<Officer, number>;
  readonly records: string[];
  /** Raids and arrests: around them everybody works on nothing else. */
  readonly raids: readonly number[];
  /** A case with the same phone, lorry or recruiter, looked at from this one again and again. */
  linked: CaseFile | null;
  /** How much of a day goes into it. */
  readonly weight: number;
}

const BEFORE = 120;
/** Days around a raid on which its team works on nothing else, weekends and nights too. */
export const isHot = ({ raids }: CaseFile, day: number) => raids.some((raid) => day >= raid - 1 && day <= raid + 2);
export const isOpen = ({ opened, closed }: CaseFile, day: number) => day >= opened && day <= closed;

/** All cases of a year; some were opened before it began. */
export function casesOf(staff: readonly Officer[], odds: Odds): CaseFile[] {
  const investigators = staff.filter(({ post }) => post === 'investigator');
  const count = odds.poisson(investigators.length * 8);
  const opened = Array.from({ length: count }, () => odds.int(-BEFORE, DAYS - 5)).sort((a, b) => a - b);
  const files = opened.map((day, place) => caseOpened(day, place, investigators, odds));
  for (const file of files) {
    const others = files.filter((other) => other !== file && other.opened < file.closed && other.closed > file.opened);
    if (others.length > 0 && odds.yes(0.3)) file.linked = odds.pick(others);
  }
  return files;
}

function caseOpened(opened: number, place: number, investigators: readonly Officer[], odds: Odds): CaseFile {
  const there = investigators.filter((officer) => serves(officer, Math.max(0, opened)));
  const big = odds.yes(0.05);
  const closed = opened + Math.round(Math.min(300, Math.max(6, odds.lognormal(big ? 130 : 60, 0.7))));
  const raids = Array.from({ length: big ? odds.int(1, 3) : Number(odds.yes(0.35)) }, () => odds.int(Math.min(opened + 4, closed), closed));
  const records = Array.from({ length: Math.round(Math.min(160, odds.lognormal(big ? 35 : 4, 0.8))) + 1 }, () => odds.id());
  return {
    reference: `FIR-${place + 1}/${opened < 0 ? 2025 : 2026}`, opened, closed, raids, records, linked: null, guests: new Map(),
    team: odds.sample(there, big ? odds.int(4, 8) : odds.int(1, 3)), weight: big ? 3 : odds.lognormal(1, 0.5),
  };
}

/** What changes by itself on a day: who leaves hands over, who is away is stood in for, a raid draws helpers. */
export function reassign(files: readonly CaseFile[], staff: readonly Officer[], day: number, odds: Odds): void {
  const investigators = staff.filter((officer) => officer.post === 'investigator' && serves(officer, day) && !officer.off.has(day));
  for (const file of files) {
    if (!isOpen(file, day)) continue;
    for (const [guest, until] of file.guests) if (until < day) file.guests.delete(guest);
    const stays = file.team.filter((officer) => officer.left > day);
    if (stays.length < file.team.length || odds.yes(0.001)) file.team = stays.length > 0 && odds.yes(0.5) ? stays : [odds.pick(investigators), ...stays.slice(1)];
    if (file.raids.includes(day + 1)) for (const helper of odds.sample(investigators, odds.int(0, 3))) file.guests.set(helper, day + odds.int(2, 5));
    const lead = file.team[0];
    if (lead?.off.has(day) && !lead.off.has(day - 1) && odds.yes(0.3)) file.guests.set(odds.pick(investigators), day + odds.int(3, 12));
    if (odds.yes(0.002)) file.guests.set(odds.pick(investigators), day + odds.int(0, 2));
  }
}
