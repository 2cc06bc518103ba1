import type { Caller } from '#libs/kernel';
import { TLP_RANK } from '#libs/kernel';
import { maskOf } from '#libs/contracts';
import { HubClient, type Answer, type Asked } from '../../world/hub.js';
import type { FrontDoor } from '../hub/front-door.js';
import type { HarnessHub } from '../hub/harness-hub.js';
import { Transcript } from '../transcript/transcript.js';
import { recordIds } from '../worlds/live.js';
import { clientOfStep } from '../worlds/operator-acts.js';
import { documentOf } from '../worlds/documents.js';
import { standingsOf } from '../worlds/view-history.js';
import type { Kind, Pair } from '../worlds/history.js';

export const OFFICER = 'o-1';
export const ABSENT = '01900000-0000-7000-8000-00000000dead';

/** An observer at work: it asks, and everything that it is told goes into its transcript. */
export interface Observing {
  readonly pair: Pair;
  readonly hub: HarnessHub;
  readonly door: FrontDoor;
  readonly client: HubClient;
  readonly transcript: Transcript;
  /** Of records of both worlds, in the order of their steps, then one that is in none. */
  readonly ids: readonly { readonly id: string; readonly kind: Kind | null }[];
  /** Everything that was ever handed in in either world, as documents. */
  readonly documents: readonly { readonly kind: Kind; readonly document: unknown }[];
  /** Clients of other agencies that are enrolled in one of the worlds only, or in both. */
  readonly otherClients: readonly string[];
  ask(exits: readonly string[], asked: Partial<Asked> & Pick<Asked, 'query'>): Promise<Answer>;
  caller(purpose: string): Caller;
}

export function observing(pair: Pair, hub: HarnessHub, door: FrontDoor, client: HubClient): Observing {
  const { observer } = pair;
  const transcript = new Transcript();
  const ask: Observing['ask'] = async (exits, asked) => {
    const reasons = { purpose: observer.purposes[0]!, legalBasis: observer.legalBases[0]!, officer: OFFICER, ...asked };
    const answered = transcript.expect(exits, `${asked.query} ${JSON.stringify(asked.variables ?? {})} for ${reasons.purpose}`);
    const answer = await client.graphql(observer.client, reasons);
    answered(bytesOf(answer));
    return answer;
  };
  return { pair, hub, door, client, transcript, ask, caller: (purpose) => callerOf(pair, hub, purpose), ...known(pair) };
}

/** What may be asked about is drawn from both worlds, and so the same in both. */
function known(pair: Pair): Pick<Observing, 'ids' | 'documents' | 'otherClients'> {
  const ids = recordIds(pair);
  const standings = (['left', 'right'] as const).flatMap((side) => standingsOf(pair, side)).flatMap((each) => [...each.values()]);
  const documents = standings.map(({ submitted, label, content }) => ({
    kind: submitted.kind,
    document: documentOf({ ...submitted, label, content, caseId: submitted.about === null ? null : ids.get(submitted.about)! }),
  }));
  const kindOf = (step: number) => {
    const act = pair.steps[step]!.left ?? pair.steps[step]!.right;
    return act?.do === 'submit' ? act.kind : null;
  };
  const clients = pair.steps.flatMap(({ left, right }, step) => {
    const act = left ?? right;
    return act?.do === 'enrol a client' ? [clientOfStep(act.by, step)] : [];
  });
  return { ids: [...[...ids].map(([step, id]) => ({ id, kind: kindOf(step) })), { id: ABSENT, kind: null }], documents, otherClients: clients };
}

function bytesOf({ status, headers, text }: Answer): string {
  const lines = Object.entries(headers).sort().map(([name, value]) => `${name}: ${value}`);
  return [String(status), ...lines, '', text].join('\n');
}

function callerOf({ observer }: Pair, { house, time }: HarnessHub, purpose: string): Caller {
  return {
    agency: observer.agency.code, client: observer.client, officer: OFFICER, audiences: house.directory.audiencesOf(observer.agency.code),
    roles: observer.roles as Caller['roles'], classes: maskOf(...observer.classes), clearance: TLP_RANK[observer.clearance]!, purpose,
    legalBasis: observer.legalBases[0]!, caseReference: null, operationId: time.next(),
  };
}

/** The response of an exit that is no GraphQL answer. */
export async function heardOf(response: Response): Promise<string> {
  const headers = [...response.headers].sort().map(([name, value]) => `${name}: ${value}`);
  return [String(response.status), ...headers, '', await response.text()].join('\n');
}
