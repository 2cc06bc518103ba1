import type { ServerResponse } from 'node:http';
import { Kind, type DocumentNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import type { Caller, Refusal } from '#libs/kernel';

/** How one request stands with its agency's quota. */
interface Passage {
  readonly headers: Readonly<Record<string, string>>;
  readonly refusal: Refusal | null;
  leave(): void;
}

/** The agencies' quotas as the edge asks them: once it is known who asks, before anything of the question is looked at. */
export interface Quota {
  enter(agency: string, what: 'atOnce' | 'streams'): Passage;
  /** Throws `QUOTA_EXCEEDED`. */
  submit(agency: string, documents: number): void;
}

/** Lets a request in until its response is over. Throws `QUOTA_EXCEEDED`; the headers are set in either case. */
export function passQuota(quota: Quota | undefined, caller: Caller, response: ServerResponse, what: 'atOnce' | 'streams'): void {
  if (!quota) return;
  const { headers, refusal, leave } = quota.enter(caller.agency, what);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (refusal) throw refusal;
  response.once('close', leave);
}

/** Counts what a mutation hands in. Throws `QUOTA_EXCEEDED`. */
export function countSubmissions(quota: Quota | undefined, caller: Caller, document: DocumentNode, operation: OperationDefinitionNode | null | undefined): void {
  if (quota && operation?.operation === 'mutation') quota.submit(caller.agency, rootFields(document, operation.selectionSet));
}

/** Fields of the outermost selection, fragments written out; validation has refused fragments that hold themselves. */
function rootFields(document: DocumentNode, set: SelectionSetNode): number {
  return set.selections.reduce((sum, selection) => {
    if (selection.kind === Kind.FIELD) return sum + 1;
    if (selection.kind === Kind.INLINE_FRAGMENT) return sum + rootFields(document, selection.selectionSet);
    const fragment = document.definitions.find((one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === selection.name.value);
    return sum + (fragment?.kind === Kind.FRAGMENT_DEFINITION ? rootFields(document, fragment.selectionSet) : 0);
  }, 0);
}
