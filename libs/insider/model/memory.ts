/** What is kept of an officer: pseudonym, references and ids of records, for as long as a rule looks back. Everything is bounded. */
export interface OfficerMemory {
  /** References worked under: on how many days, the last of them, whether anything was written. */
  own: Record<string, { days: number; last: number; wrote: boolean }>;
  /** Look-ups and writings, halved now and then, so that the past fades. */
  looks: number;
  writes: number;
  first: number;
  hours: number[];
  /** The day that is under way. */
  day: number;
  /** `run`: records not shown, one after the other, until now; `row`: the longest of today. */
  today: { others: string[]; places: string[]; run: number; row: number; vainPlaces: string[] };
  /** How many of others' records were looked up on each of the last days of work. */
  usual: number[];
  /** Days with look-ups in vain. */
  vain: { day: number; row: number; places: string[] }[];
  /** The last look-ups of others' records. */
  others: OthersLook[];
  /** The day on which each rule last spoke. */
  told: Record<string, number>;
}

export interface OthersLook {
  readonly day: number;
  readonly record: string;
  /** Under which it was looked up, and under which it is worked on. */
  readonly under: string;
  readonly home: string;
  readonly place: string;
  /** At an hour that is not this officer's. */
  readonly odd: boolean;
}

/** A case or a task, as far as the ledger tells. */
export interface ReferenceMemory {
  /** Writings of the day that is under way, and on an average day. */
  day: number;
  today: number;
  days: number;
  writes: number;
  /** Its busiest days. */
  bursts: number[];
}

/** Under which references a record is worked on, by votes: a look is one a day and officer, a writing ten. */
export interface RecordMemory {
  votes: Record<string, number>;
  /** The last vote, so that a long sitting has one. */
  last: string;
}

/** Of all officers of the agency together. */
export interface PeersMemory {
  hours: number[];
  /** By series of reference (`FIR`, `DESK`): look-ups and writings under it. */
  series: Record<string, { looks: number; writes: number }>;
  first: number;
}

export const LIMITS = { own: 80, usual: 40, vain: 40, others: 240, votes: 6, bursts: 6, series: 60, places: 20, today: 400 } as const;

export const freshOfficer = (day: number): OfficerMemory => ({
  own: {}, looks: 0, writes: 0, first: day, hours: Array.from({ length: 24 }, () => 0), day, today: { others: [], places: [], run: 0, row: 0, vainPlaces: [] },
  usual: [], vain: [], others: [], told: {},
});
export const freshReference = (day: number): ReferenceMemory => ({ day, today: 0, days: 1, writes: 0, bursts: [] });
export const freshRecord = (): RecordMemory => ({ votes: {}, last: '' });
export const freshPeers = (day: number): PeersMemory => ({ hours: Array.from({ length: 24 }, () => 0), series: {}, first: day });

/** Where memories are kept while lines are looked at. What it hands out is changed in place. */
export interface Memories {
  officer(name: string, day: number): OfficerMemory;
  reference(reference: string, day: number): ReferenceMemory;
  /** Null where nothing is known of it. */
  knownReference(reference: string): ReferenceMemory | null;
  record(id: string): RecordMemory;
  peers(day: number): PeersMemory;
}
