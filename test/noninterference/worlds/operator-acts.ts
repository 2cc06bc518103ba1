import { createHash } from 'node:crypto';
import { ALL_CLASSES, purposeMask } from '#libs/contracts';
import { joinTaskForce, leaveTaskForce, loadParticipants, openStream, openTaskForce, reinstateAgency, suspendAgency } from '#libs/directory';
import { TLP_RANK } from '#libs/kernel';
import type { Tx } from '#libs/postgres';
import { secretOf } from '../../world/index.js';
import type { HarnessHub } from '../hub/harness-hub.js';
import type { AgencyAct } from './agency-acts.js';
import type { Act } from './history.js';

/** No stream and no task force of a world ends before this. */
export const NEVER = new Date('2030-01-01T00:00:00Z');

const text = '{ me { id agency { code } } }';
/** The document that `register a document` registers. */
export const OTHERS_DOCUMENT = { text, id: createHash('sha256').update(text).digest('hex') };

/** The client that `enrol a client` of a step makes. */
export const clientOfStep = (agency: string, step: number): string => `${agency}-of-step-${step}`;

type Verb = Exclude<Act, AgencyAct>['do'];
type Does<Do extends Verb> = (hub: HarnessHub, act: Extract<Act, { do: Do }>, step: number) => Promise<unknown>;

/** What the operator does, by the directory's own actions: a further kind of step is a line here. */
const OPERATOR_ACTS: { readonly [Do in Verb]: Does<Do> } = {
  'enrol a client': (hub, { by }, step) => changed(hub, (tx) => {
    const id = clientOfStep(by, step);
    const client = { id, agency: by, roles: ['officer' as const], classes: ALL_CLASSES, purposes: purposeMask('threat-analysis'), clearance: TLP_RANK.AMBER!, legalBases: ['PTPA2018'] };
    return loadParticipants(tx, { agencies: [], streams: [], taskForces: [], clients: [client] }, async (ids) => new Map(ids.map((each) => [each, secretOf(each)])));
  }),
  'register a document': async ({ admin, house }, { by }) => {
    await admin.query('insert into directory.trusted_document (agency, id, text) values ($1, $2, $3) on conflict do nothing', [by, OTHERS_DOCUMENT.id, OTHERS_DOCUMENT.text]);
    await house.directory.refresh();
  },
  'open a stream': (hub, { by, purpose }, step) => changed(hub, (tx) => openStream(tx, {
    agency: by, name: `step-${step}`, kinds: ['case', 'incident', 'alert'], purpose, legalBasis: 'PTPA2018', classes: ALL_CLASSES, expiresAt: NEVER,
  })),
  'join a task force': (hub, { agency, taskForce }) => changed(hub, async (tx) => {
    await openTaskForce(tx, { code: taskForce, title: taskForce, expiresAt: NEVER });
    await joinTaskForce(tx, taskForce, agency);
  }),
  'leave a task force': (hub, { agency, taskForce }) => changed(hub, (tx) => leaveTaskForce(tx, taskForce, agency)),
  suspend: (hub, { agency }) => changed(hub, (tx) => suspendAgency(tx, agency)),
  reinstate: (hub, { agency }) => changed(hub, (tx) => reinstateAgency(tx, agency)),
  wait: async () => undefined,
};

/** Null for what an agency does itself. */
export function operatorAct(act: Act): ((hub: HarnessHub, step: number) => Promise<unknown>) | null {
  if (!(act.do in OPERATOR_ACTS)) return null;
  const does = OPERATOR_ACTS[act.do as Verb] as (hub: HarnessHub, act: Act, step: number) => Promise<unknown>;
  return (hub, step) => does(hub, act, step);
}

/** Changes the register, and lets the world's hub see it. */
async function changed({ house }: HarnessHub, work: (tx: Tx) => Promise<unknown>): Promise<void> {
  await house.database.transaction(work);
  await house.directory.refresh();
}
