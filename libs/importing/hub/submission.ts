import { Refusal, type Issue } from '#libs/kernel';
import { Away } from './away.js';
import type { GraphAnswer, GraphFault, HubClient } from './hub-client.js';

/** A document on its way in. Its key is the row's, so that a row sent twice is kept once. */
export interface Submission {
  readonly row: number;
  readonly key: string;
  readonly document: Readonly<Record<string, unknown>>;
}

export type Outcome =
  | { readonly row: number; readonly result: 'kept'; readonly duplicate: boolean }
  | { readonly row: number; readonly result: 'refused'; readonly issues: readonly Issue[] }
  /** Not decided: the hub could not serve this row now. */
  | { readonly row: number; readonly result: 'later'; readonly reason: string };

interface Door {
  readonly mutation: string;
  readonly argument: string;
  readonly input: string;
}

const DOORS: Readonly<Record<string, Door>> = {
  case: { mutation: 'submitCase', argument: 'case', input: 'CaseInput' },
  incident: { mutation: 'submitIncident', argument: 'incident', input: 'IncidentInput' },
  alert: { mutation: 'raiseAlert', argument: 'alert', input: 'AlertInput' },
};

/** Codes that say nothing about the row. */
const NOT_NOW = new Set(['UNAVAILABLE', 'LEDGER_UNAVAILABLE', 'INTERNAL']);
/** Codes that hold for every row of this client, so that going on makes no sense. */
const FOR_ALL = new Set(['UNAUTHENTICATED', 'PURPOSE_REQUIRED', 'PURPOSE_NOT_ALLOWED', 'LEGAL_BASIS_REQUIRED', 'LEGAL_BASIS_NOT_ALLOWED', 'ACTION_NOT_ALLOWED']);

/** Hands documents of one kind to the hub through its mutations. */
export class SubmissionDoor {
  readonly #door: Door;

  constructor(private readonly hub: HubClient, kind: string) {
    const door = Object.hasOwn(DOORS, kind) ? DOORS[kind] : undefined;
    if (!door) throw Refusal.because('ARGUMENT_INVALID', '--kind', 'amanat help import', `The kinds are ${Object.keys(DOORS).join(', ')}.`);
    this.#door = door;
  }

  /**
   * One outcome for each submission, in their order. A refusal of one empties the answer of all that
   * went with it, so these are sent again, each alone: their keys keep them from doubling.
   * @throws Away; Refusal when no row of this client can pass
   */
  async submit(submissions: readonly Submission[]): Promise<Outcome[]> {
    const answer = await this.hub.ask(this.#query(submissions.length), variablesOf(submissions));
    if (answer.data && !answer.errors?.length) return submissions.map((submission, index) => kept(submission, answer, index));
    if (submissions.length > 1) return this.#oneByOne(submissions);
    return [refusedOrLater(submissions[0]!, answer.errors ?? [])];
  }

  async #oneByOne(submissions: readonly Submission[]): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const submission of submissions) outcomes.push(...(await this.submit([submission])));
    return outcomes;
  }

  #query(count: number): string {
    const { mutation, argument, input } = this.#door;
    const places = Array.from({ length: count }, (_, index) => index);
    const variables = places.map((place) => `$d${place}: ${input}!, $k${place}: ID!`).join(', ');
    const fields = places.map((place) => `r${place}: ${mutation}(${argument}: $d${place}, idempotencyKey: $k${place}) { duplicate }`).join(' ');
    return `mutation Import(${variables}) { ${fields} }`;
  }
}

function variablesOf(submissions: readonly Submission[]): Record<string, unknown> {
  return Object.fromEntries(submissions.flatMap(({ key, document }, place) => [[`d${place}`, document], [`k${place}`, key]]));
}

function kept({ row }: Submission, answer: GraphAnswer, index: number): Outcome {
  const receipt = answer.data?.[`r${index}`] as { duplicate?: unknown } | null | undefined;
  if (!receipt || typeof receipt.duplicate !== 'boolean') throw new Away('the answer lacks a receipt');
  return { row, result: 'kept', duplicate: receipt.duplicate };
}

function refusedOrLater({ row }: Submission, faults: readonly GraphFault[]): Outcome {
  const issues = faults.flatMap((fault): readonly Issue[] => {
    const { code = 'INTERNAL', issues: told } = fault.extensions ?? {};
    return told?.length ? told : [{ code, field: '', rule: 'hub', message: fault.message }];
  });
  const [first] = issues;
  if (!first || NOT_NOW.has(first.code)) return { row, result: 'later', reason: first?.code ?? 'INTERNAL' };
  if (FOR_ALL.has(first.code) && !faults[0]?.path) throw Refusal.of(issues);
  return { row, result: 'refused', issues };
}
