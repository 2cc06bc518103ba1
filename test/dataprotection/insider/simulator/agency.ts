import { DAYS, daysOff, type Region } from './calendar.js';
import type { Odds } from './odds.js';

export interface AgencyPlan {
  readonly code: string;
  readonly region: Region;
  readonly officers: number;
  readonly purposes: readonly string[];
  readonly legalBases: readonly string[];
  /** How many of its officers abuse their look-ups. */
  readonly abusers: number;
}

/** Two large agencies, in which every kind of abuse is planted, and two small ones with few peers to compare with. */
export const AGENCIES: readonly AgencyPlan[] = [
  { code: 'fia', region: 'PK', officers: 48, purposes: ['criminal-investigation', 'immigration-control'], legalBases: ['FIAA1974', 'PTPA2018', 'PSMA2018'], abusers: 6 },
  { code: 'police-punjab', region: 'PK', officers: 40, purposes: ['criminal-investigation'], legalBases: ['PTPA2018', 'PPC1860'], abusers: 6 },
  { code: 'nccia', region: 'PK', officers: 18, purposes: ['criminal-investigation', 'content-blocking'], legalBases: ['PECA2016'], abusers: 2 },
  { code: 'de-bka', region: 'EU', officers: 10, purposes: ['criminal-investigation'], legalBases: ['LED-8'], abusers: 1 },
];

export type Post = 'investigator' | 'supervisor' | 'analyst' | 'desk';

export interface Officer {
  readonly name: string;
  readonly post: Post;
  /** Multiplies how much is done in a day. */
  readonly pace: number;
  /** The hour at which a day begins. */
  readonly begins: number;
  /** Of a sitting, how likely it is long past the usual hours. */
  readonly late: number;
  readonly joined: number;
  readonly left: number;
  readonly off: ReadonlySet<number>;
  /** Nights on duty, each by the day on which it begins. */
  readonly nights: ReadonlySet<number>;
  /** Misses for each look-up: some work from old lists. */
  readonly missing: number;
  /** References mistyped, for each sitting. */
  readonly mistyping: number;
}

function postOf(place: number): Post {
  if (place % 12 === 0) return 'supervisor';
  if (place % 16 === 5) return 'analyst';
  return place % 15 === 7 ? 'desk' : 'investigator';
}

function officerAt(place: number, plan: AgencyPlan, odds: Odds): Officer {
  const post = postOf(place);
  const newcomer = post === 'investigator' && odds.yes(0.14);
  const leaver = !newcomer && post === 'investigator' && odds.yes(0.07);
  const onNights = post === 'desk' || (post === 'investigator' && odds.yes(0.3));
  const nights = new Set<number>();
  if (onNights) for (let day = odds.int(0, 9); day < DAYS; day += odds.int(6, 16)) nights.add(day).add(day + 1);
  return {
    name: `${plan.code}-o-${place + 1}`, post, pace: odds.lognormal(1, 0.45), begins: odds.normal(9, 0.8), late: Math.min(0.3, odds.lognormal(0.02, 1)),
    joined: newcomer ? odds.int(30, 320) : 0, left: leaver ? odds.int(60, 340) : DAYS, off: daysOff(odds), nights,
    missing: Math.min(0.15, odds.lognormal(0.02, 0.7)), mistyping: Math.min(0.06, odds.lognormal(0.007, 0.7)),
  };
}

export function staffOf(plan: AgencyPlan, odds: Odds): Officer[] {
  return Array.from({ length: plan.officers }, (_, place) => officerAt(place, plan, odds));
}

export const serves = ({ joined, left }: Officer, day: number) => day >= joined && day < left;
/** New to the work for the first weeks: looks around, asks in vain, mistypes. */
export const isNew = ({ joined }: Officer, day: number) => joined > 0 && day - joined < 35;
