import { serves, type Officer } from './agency.js';
import { isOpen, type CaseFile } from './cases.js';
import { DAYS } from './calendar.js';
import type { Office } from './honest-work.js';
import { mistyped } from './journal.js';
import type { Odds } from './odds.js';
import { ABUSE_KINDS, type AbuseKind } from './year.js';

/** One abuser's plan: what is looked up, beside honest work, on which days. */
interface Abuser {
  readonly officer: Officer;
  readonly kind: AbuseKind;
  readonly from: number;
  readonly to: number;
  /** 0: at its most careful; 1: at its most careless. */
  readonly careless: number;
  readonly odds: Odds;
}

type Deeds = (abuser: Abuser, office: Office) => void;

const scaled = (careless: number, low: number, high: number) => low + (high - low) * careless;
const inOffice = ({ officer, odds }: Abuser) => Math.min(officer.begins + 9.5, Math.max(officer.begins, odds.normal(officer.begins + 4, 2.3)));
const daysOf = ({ from, to, officer }: Abuser) => Array.from({ length: to - from }, (_, day) => from + day).filter((day) => serves(officer, day) && !officer.off.has(day));
const othersOn = ({ files }: Office, { officer }: Abuser, day: number) => files.filter((file) => isOpen(file, day) && !file.team.includes(officer) && !file.guests.has(officer));
/** Under which an abuser asks who does not invent one: a case of their own. */
const ownReference = ({ files }: Office, { officer, odds }: Abuser, day: number) => {
  const mine = files.filter((file) => isOpen(file, day) && file.team.includes(officer));
  return mine.length > 0 ? odds.pick(mine).reference : 'GENERAL-1/2026';
};

function look(office: Office, abuser: Abuser, day: number, hour: number, records: readonly string[], reference = ownReference(office, abuser, day), hidden = false): void {
  office.journal.write(abuser.officer, day, hour, { action: 'read', reference, records, ...(hidden && { hidden: new Set(records) }) }, abuser.kind);
}

const trawling: Deeds = (abuser, office) => {
  const { odds, careless } = abuser;
  for (const day of odds.sample(daysOf(abuser), Math.round(scaled(careless, 14, 7)))) {
    let hour = inOffice(abuser);
    const reference = ownReference(office, abuser, day);
    for (let left = odds.poisson(scaled(careless, 16, 90)); left > 0; left--) {
      const others = othersOn(office, abuser, day);
      if (others.length > 0) look(office, abuser, day, (hour += 0.02), [odds.pick(odds.pick(others).records)], reference);
    }
  }
};

/** The record stays the same; the look-ups are spread so that no day stands out. */
const onePerson: Deeds = (abuser, office) => {
  const { odds, careless, from } = abuser;
  const target = victimOf(office, abuser, from);
  if (!target) return;
  const records = odds.sample(target.records, odds.yes(0.7) ? 1 : 2);
  for (const day of odds.sample(daysOf(abuser), Math.round(scaled(careless, 9, 30)))) look(office, abuser, day, inOffice(abuser), [odds.pick(records)]);
};

function victimOf(office: Office, abuser: Abuser, day: number): CaseFile | undefined {
  const others = othersOn(office, abuser, day).filter(({ closed }) => closed > day + 20);
  return others.length > 0 ? abuser.odds.pick(others) : undefined;
}

const probing: Deeds = (abuser, office) => {
  const { odds, careless } = abuser;
  for (const day of odds.sample(daysOf(abuser), Math.round(scaled(careless, 16, 9)))) {
    let hour = odds.yes(0.7) ? inOffice(abuser) : odds.between(18, 24);
    const reference = ownReference(office, abuser, day);
    for (let left = 1 + odds.poisson(scaled(careless, 3, 14)); left > 0; left--) look(office, abuser, day, (hour += 0.02), [odds.id()], reference, true);
  }
};

/** By night, or at a weekend from home, on one of the two days before: as soon as word of a raid goes round. */
const beforeRaids: Deeds = (abuser, office) => {
  const { odds, careless, from, to, officer } = abuser;
  const raids = office.files.flatMap((file) => file.raids.map((raid) => ({ file, raid })))
    .filter(({ file, raid }) => raid > from + 3 && raid < to && serves(officer, raid - 2) && !file.team.includes(officer));
  for (const { file, raid } of odds.sample(raids, Math.round(scaled(careless, 5, 11)))) {
    let hour = odds.between(21, 28);
    const day = raid - odds.int(1, 2);
    for (let left = 1 + odds.poisson(scaled(careless, 1, 4)); left > 0; left--) look(office, abuser, day, (hour += 0.03), [odds.yes(0.5) ? file.records[0]! : odds.pick(file.records)]);
  }
};

const borrowedReference: Deeds = (abuser, office) => {
  const { odds, careless } = abuser;
  const invents = odds.yes(0.4);
  for (const day of odds.sample(daysOf(abuser), Math.round(scaled(careless, 10, 24)))) {
    const others = othersOn(office, abuser, day);
    if (others.length === 0) continue;
    const file = odds.pick(others);
    const reference = invents || odds.yes(0.2) ? mistyped(odds.pick(office.files).reference, odds) : odds.yes(0.7) ? file.reference : odds.pick(others).reference;
    let hour = inOffice(abuser);
    for (let left = 1 + odds.poisson(scaled(careless, 1.5, 5)); left > 0; left--) look(office, abuser, day, (hour += 0.03), [odds.pick(file.records)], reference);
  }
};

/** A network is in a few cases; what is known of it is looked up around its arrests, and now and then between. */
const slowLeak: Deeds = (abuser, office) => {
  const { odds, careless, from, to, officer } = abuser;
  const hunted = office.files.filter((file) => !file.team.includes(officer) && file.raids.some((raid) => raid > from && raid < to));
  const network = odds.sample(hunted, odds.int(2, 4)).map((file) => ({ file, records: odds.sample(file.records, odds.int(1, 2)) }));
  const free = new Set(daysOf(abuser));
  const arrests = network.flatMap(({ file }) => file.raids).flatMap((raid) => [raid - 2, raid - 1, raid, raid + 1, raid + 2]);
  const around = odds.sample(arrests.filter((day) => free.has(day)), Math.round(scaled(careless, 4, 12)));
  const between = odds.sample([...free], Math.round(scaled(careless, 10, 22)));
  for (const day of [...around, ...between]) {
    const { records } = odds.pick(network);
    look(office, abuser, day, inOffice(abuser), [odds.pick(records)]);
  }
};

const DEEDS: Readonly<Record<AbuseKind, Deeds>> = {
  trawling, 'one-person': onePerson, probing, 'before-raids': beforeRaids, 'borrowed-reference': borrowedReference, 'slow-leak': slowLeak,
};

/** Plants what this agency is to have, some of it from the first day on. Called when the honest year is written: it draws nothing from it. */
export function plantAbuse(office: Office, odds: Odds): void {
  const able = office.staff.filter(({ post, joined, left }) => post === 'investigator' && left - joined > 150);
  const kinds = odds.shuffled(ABUSE_KINDS);
  for (const [place, officer] of odds.sample(able, office.plan.abusers).entries()) {
    const early = odds.yes(0.15);
    const from = officer.joined + (early ? 0 : odds.int(20, 120));
    const own = odds.branch();
    const kind = kinds[place % kinds.length]!;
    const lasting = kind === 'one-person' || kind === 'trawling' || kind === 'probing' ? own.int(60, 130) : own.int(120, 240);
    DEEDS[kind]({ officer, kind, from, to: Math.min(DAYS, officer.left, from + lasting), careless: own.next(), odds: own }, office);
  }
}
