import type { Finding } from '../../../libs/insider/model/line.js';
import { KeptMemories } from '../../../libs/insider/model/kept-memories.js';
import { observe } from '../../../libs/insider/model/observe.js';
import { simulate } from './simulator/simulate.js';
import { ABUSE_KINDS, type AbuseKind, type AgencyYear } from './simulator/year.js';

/** What the rules made of one seed's year. */
export interface Measured {
  readonly seed: number;
  readonly planted: Readonly<Record<AbuseKind, number>>;
  /** Of these, those about whom a finding names at least one planted line. */
  readonly found: Readonly<Record<AbuseKind, number>>;
  /** Findings that name no planted line, whoever they are about. */
  readonly falseAlerts: number;
  readonly falseByRule: Readonly<Record<string, number>>;
  readonly foundByRule: Readonly<Record<string, number>>;
  readonly officerYears: number;
}

/** All findings of a year, as the watch would have them, line by line. */
export function findingsOf({ lines }: AgencyYear): Finding[] {
  const memories = new KeptMemories();
  return lines.flatMap((line, place) => observe({ ...line, place: String(place) }, memories));
}

export function measure(seed: number, told: (finding: Finding, hit: AbuseKind | null) => void = () => undefined): Measured {
  const none = () => Object.fromEntries(ABUSE_KINDS.map((kind) => [kind, 0])) as Record<AbuseKind, number>;
  const [planted, found] = [none(), none()];
  const [falseByRule, foundByRule]: Record<string, number>[] = [{}, {}];
  let [falseAlerts, officerYears] = [0, 0];
  for (const year of simulate(seed)) {
    officerYears += year.officerYears;
    for (const { kind } of year.planted) planted[kind]++;
    const caught = new Set<string>();
    for (const finding of findingsOf(year)) {
      const abuser = year.planted.find(({ officer, places }) => officer === finding.officer && finding.places.some((place) => places.has(Number(place))));
      told(finding, abuser?.kind ?? null);
      if (abuser) {
        foundByRule![finding.rule] = (foundByRule![finding.rule] ?? 0) + 1;
        if (!caught.has(finding.officer)) found[abuser.kind]++;
        caught.add(finding.officer);
      } else {
        falseAlerts++;
        falseByRule![finding.rule] = (falseByRule![finding.rule] ?? 0) + 1;
      }
    }
  }
  return { seed, planted, found, falseAlerts, officerYears, falseByRule: falseByRule!, foundByRule: foundByRule! };
}
