import { Refusal, type Issue } from '#libs/kernel';
import { Away } from './away.js';
import type { GraphFault, HubClient } from './hub-client.js';

/** A document on its way in. Its key is the row's, so that a row sent twice is kept once. */
export interface Submission {
  readonly row: number;
  readonly key: string;
  readonly document: Readonly<Record<string, unknown>>;
}

export type Outcome =
  | { readonly result: 'kept'; readonly duplicate: boolean }
  | { readonly result: 'refused'; readonly issues: readonly Issue[] }
  /** The hub failed at it, which says nothing about the document. */
  | { readonly result: 'failed'; readonly code: string };

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

/** Codes by which the hub says that it can serve nobody now. */
const AWAY = new Set(['UNAVAILABLE', 'LEDGER_UNAVAILABLE']);
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
   * One outcome for each submission, in their order; null when the request was refused as a whole, for
   * what one of several documents looks like: they are then to be sent one by one.
   * @throws Away; Refusal when no submission of this client can pass
   */
  async submit(submissions: readonly Submission[]): Promise<readonly Outcome[] | null> {
    const { data, errors = [] } = await this.hub.ask(this.#query(submissions.length), variablesOf(submissions));
    if (data) return submissions.map((_, place) => outcomeAt(place, data, errors));
    const issues = errors.flatMap(issuesIn);
    if (issues[0] && FOR_ALL.has(issues[0].code)) throw Refusal.of(issues);
    return submissions.length > 1 ? null : [notKept(issues)];
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

function outcomeAt(place: number, data: Readonly<Record<string, unknown>>, errors: readonly GraphFault[]): Outcome {
  const field = `r${place}`;
  const receipt = data[field] as { duplicate?: unknown } | null | undefined;
  if (typeof receipt?.duplicate === 'boolean') return { result: 'kept', duplicate: receipt.duplicate };
  const own = errors.filter(({ path }) => path?.[0] === field);
  if (own.length === 0) throw new Away('the answer lacks a receipt', true);
  return notKept(own.flatMap(issuesIn));
}

/** Where the request as a whole is refused, fields begin with the variable's name. */
function issuesIn({ message, extensions }: GraphFault): readonly Issue[] {
  const { code = 'INTERNAL', issues = [] } = extensions ?? {};
  const told = issues.length ? issues : [{ code, field: '', rule: 'hub', message }];
  return told.map((issue) => ({ ...issue, field: issue.field.replace(/^d\d+\.?/u, '') }));
}

function notKept(issues: readonly Issue[]): Outcome {
  const code = issues[0]?.code ?? 'INTERNAL';
  if (AWAY.has(code)) throw new Away(code, true);
  return code === 'INTERNAL' ? { result: 'failed', code } : { result: 'refused', issues };
}
