import { ALL_CLASSES, purposeMask } from '#libs/contracts';
import { loadParticipants } from '#libs/directory';
import { Refusal, TLP_RANK } from '#libs/kernel';
import { keyOf, secretOf } from '../../world/index.js';
import { allSent } from '../hub/all-sent.js';
import type { HarnessHub } from '../hub/harness-hub.js';
import { recordIdAt } from '../hub/harness-time.js';
import { AgencyActs, type AgencyAct } from './agency-acts.js';
import { daysBefore, submissionsOf, type Act, type Pair, type Side } from './history.js';
import { NEVER, operatorAct } from './operator-acts.js';
import { enrolProtection } from './protection.js';
import { standingsOf, type Standing } from './view-history.js';

/** Ids of everything handed in in either world, by the step in which it was. */
export function recordIds({ steps }: Pick<Pair, 'steps'>): Map<number, string> {
  return new Map([...submissionsOf(steps)].map(([step, { by, key }]) => [step, recordIdAt(step, daysBefore(steps, step), by, key)]));
}

/** Lives one side of a pair, step by step. What is refused is refused: whoever acted was told. `afterStep`: what an observer does meanwhile. */
export async function live(hub: HarnessHub, pair: Pair, side: Side, afterStep?: () => Promise<void>): Promise<void> {
  await hub.at(0);
  await enrol(hub, pair);
  await enrolProtection(hub, pair);
  await follow(hub);
  const standings = standingsOf(pair, side);
  const agencies = new AgencyActs(hub, recordIds(pair));
  for (const [step, acts] of pair.steps.entries()) {
    const act = acts[side];
    await hub.at(step, daysBefore(pair.steps, step + 1));
    const before = step === 0 ? new Map<number, Standing>() : standings[step - 1]!;
    if (act) await refusable(() => done(act, step, { hub, agencies, before }));
    await follow(hub);
    await afterStep?.();
  }
  await hub.at(pair.steps.length, daysBefore(pair.steps, pair.steps.length));
  await settled(hub);
  await hub.seal();
  await hub.followCopies();
  await hub.tellBreaches();
  if (hub.topicPrefix) await allSent(hub);
  await settled(hub);
}

interface Doing {
  readonly hub: HarnessHub;
  readonly agencies: AgencyActs;
  readonly before: ReadonlyMap<number, Standing>;
}

function done(act: Act, step: number, { hub, agencies, before }: Doing): Promise<unknown> {
  return operatorAct(act)?.(hub, step) ?? agencies.do(act as AgencyAct, step, before);
}

/**
 * What the worker does after a step, at its moment: relabelling where the directory has changed, and
 * sending. What is sent after the next step is rendered as that leaves it: which it is must not be chance.
 */
async function follow(hub: HarnessHub): Promise<void> {
  if (hub.topicPrefix) await allSent(hub);
  if (await hub.relabel() && hub.topicPrefix) await allSent(hub);
}

async function refusable(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

/** Entries and lines show once no older transaction of the whole server is open, and other tests share the server. */
async function settled({ admin }: HarnessHub): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end;) {
    const { rowCount } = await admin.query(`select from (select xid from delivery.entry union all select xid from audit.ledger) written
      where xid >= pg_snapshot_xmin(pg_current_snapshot()) limit 1`);
    if (rowCount === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('deliveries do not show: some transaction of the server stays open');
}

/** Invented agencies take part in both worlds: that an agency takes part is public. */
async function enrol({ house }: HarnessHub, { invented, observer }: Pair): Promise<void> {
  if (invented.length === 0) return;
  const agencies = invented.map(({ code, type, regime }) => ({ code, type, regime, name: `Invented ${code}`, nameUr: null, country: null, contact: null }));
  const clients = invented.map(({ code }) => ({
    id: code, agency: code, roles: ['officer' as const], classes: ALL_CLASSES, legalBases: ['PTPA2018'], jwks: { keys: [keyOf(code).jwk] },
    rights: ['free-form-queries' as const, 'introspection' as const],
    purposes: observer.client === code ? purposeMask(...observer.purposes) : purposeMask('threat-analysis'),
    clearance: observer.client === code ? TLP_RANK[observer.clearance]! : TLP_RANK.RED!,
  }));
  const streams = invented.map(({ code }) => ({
    agency: code, name: 'records', kinds: ['case', 'incident', 'alert'], purpose: observer.client === code ? observer.purposes[0]! : 'threat-analysis',
    legalBasis: 'PTPA2018', classes: ALL_CLASSES, expiresAt: NEVER,
  }));
  await house.database.transaction((tx) => loadParticipants(tx, { agencies, clients, streams, taskForces: [] }, async (ids) => new Map(ids.map((id) => [id, secretOf(id)]))));
  await house.directory.refresh();
}
