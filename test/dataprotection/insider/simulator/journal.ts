import { momentOf } from './calendar.js';
import type { AgencyPlan, Officer } from './agency.js';
import type { Odds } from './odds.js';
import type { AgencyYear, Planted, SimulatedLine } from './year.js';

/** What one look-up or writing is, before it is a line. */
export interface Deed {
  readonly action: 'read' | 'list' | 'submit' | 'amend' | 'acknowledge' | 'explain' | 'agencies';
  readonly records: readonly string[];
  /** Of these, those that are not shown. */
  readonly hidden?: ReadonlySet<string>;
  readonly reference: string;
}

interface Written {
  readonly line: SimulatedLine;
  readonly abuse: Planted['kind'] | null;
}

/** Takes down one agency's year. What is an abuse is noted beside the line, for whoever measures. */
export class Journal {
  readonly #written: Written[] = [];

  constructor(
    private readonly plan: AgencyPlan,
    private readonly odds: Odds,
  ) {}

  /** @param hour local, such as 9.5; above 24 it is the night after */
  write(officer: Officer | null, day: number, hour: number, deed: Deed, abuse: Planted['kind'] | null = null): void {
    const { plan, odds } = this;
    const { action, records, hidden, reference } = deed;
    const line: SimulatedLine = {
      agency: plan.code, client: plan.code, officer: officer?.name ?? null, action, records,
      kind: action === 'agencies' || action === 'explain' ? null : odds.pick(['case', 'case', 'case', 'incident', 'alert']),
      masks: records.map((id) => (hidden?.has(id) ? 0 : 1 + odds.int(0, 4094))),
      purpose: odds.yes(0.95) ? plan.purposes[0]! : odds.pick(plan.purposes), legalBasis: odds.yes(0.9) ? plan.legalBases[0]! : odds.pick(plan.legalBases),
      caseReference: reference, at: momentOf(day, hour, plan.region),
    };
    this.#written.push({ line, abuse });
  }

  /** In the order of the ledger. */
  close(officerYears: number): AgencyYear {
    const ordered = this.#written.sort((one, other) => one.line.at - other.line.at);
    const planted = new Map<string, { kind: Planted['kind']; places: Set<number> }>();
    for (const [place, { line, abuse }] of ordered.entries()) {
      if (!abuse) continue;
      const known = planted.get(line.officer!) ?? { kind: abuse, places: new Set() };
      known.places.add(place);
      planted.set(line.officer!, known);
    }
    return { agency: this.plan.code, lines: ordered.map(({ line }) => line), planted: [...planted].map(([officer, { kind, places }]) => ({ officer, kind, places })), officerYears };
  }
}

/** As it is typed: a digit or two wrong. */
export function mistyped(reference: string, odds: Odds): string {
  const digits = [...reference.matchAll(/\d/gu)].map(({ index }) => index);
  const place = odds.pick(digits);
  return `${reference.slice(0, place)}${(Number(reference[place]) + odds.int(1, 9)) % 10}${odds.yes(0.15) ? odds.int(0, 9) : ''}${reference.slice(place + 1)}`;
}
