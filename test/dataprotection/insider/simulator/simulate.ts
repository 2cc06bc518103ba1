import { AGENCIES, serves, staffOf, type AgencyPlan } from './agency.js';
import { plantAbuse } from './abuse.js';
import { DAYS } from './calendar.js';
import { casesOf, reassign } from './cases.js';
import { workOneDay } from './honest-work.js';
import { Journal } from './journal.js';
import { Odds } from './odds.js';
import type { AgencyYear } from './year.js';

/** A year of every agency's ledger, the same each time for a seed; made as it is asked for, for one agency is much. */
export function* simulate(seed: number): Generator<AgencyYear> {
  for (const [place, plan] of AGENCIES.entries()) yield simulateAgency(plan, new Odds(seed * 1_000 + place));
}

function simulateAgency(plan: AgencyPlan, odds: Odds): AgencyYear {
  const staff = staffOf(plan, odds.branch());
  const files = casesOf(staff, odds.branch());
  const journal = new Journal(plan, odds.branch());
  const office = { plan, staff, files, journal, odds: odds.branch() };
  const assigning = odds.branch();
  for (let day = 0; day < DAYS; day++) {
    reassign(files, staff, day, assigning);
    workOneDay(office, day);
  }
  plantAbuse(office, odds.branch());
  const days = staff.reduce((sum, officer) => sum + Array.from({ length: DAYS }, (_, day) => day).filter((day) => serves(officer, day)).length, 0);
  return journal.close(days / DAYS);
}
