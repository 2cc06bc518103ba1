import { ALL_CLASSES, purposeMask } from '#libs/contracts';
import { loadParticipants, openStream } from '#libs/directory';
import { Refusal, TLP_RANK, type Caller } from '#libs/kernel';
import { keyOf, secretOf } from '../../world/index.js';
import type { HarnessHub } from '../hub/harness-hub.js';
import { recordIdAt } from '../hub/harness-time.js';
import type { Agency, Purpose } from '../model/words.js';
import { documentOf } from './documents.js';
import { daysBefore, submissionsOf, type Act, type Pair, type Side, type Submit } from './history.js';
import { standingsOf, type Standing } from './view-history.js';

const NEVER = new Date('2030-01-01T00:00:00Z');

/** Ids of everything handed in in either world, by the step in which it was. */
export function recordIds({ steps }: Pick<Pair, 'steps'>): Map<number, string> {
  return new Map([...submissionsOf(steps)].map(([step, { by, key }]) => [step, recordIdAt(step, daysBefore(steps, step), by, key)]));
}

/** The client that `enrol a client` of a step makes. */
export const clientOfStep = (agency: string, step: number): string => `${agency}-of-step-${step}`;

/** Lives one side of a pair, step by step. What is refused is refused: whoever acted was told. */
export async function live(hub: HarnessHub, pair: Pair, side: Side): Promise<void> {
  await hub.at(0);
  await enrol(hub, pair);
  const standings = standingsOf(pair, side);
  const ids = recordIds(pair);
  for (const [step, acts] of pair.steps.entries()) {
    const act = acts[side];
    await hub.at(step, daysBefore(pair.steps, step + 1));
    if (!act) continue;
    const before = step === 0 ? new Map<number, Standing>() : standings[step - 1]!;
    await refusable(() => new Doing(hub, pair, ids, before).do(act, step));
  }
  await hub.at(pair.steps.length, daysBefore(pair.steps, pair.steps.length));
  await settled(hub);
}

async function refusable(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

/** Entries show once no older transaction of the whole server is open, and other tests share the server. */
async function settled({ admin }: HarnessHub): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end;) {
    const { rowCount } = await admin.query('select from delivery.entry where xid >= pg_snapshot_xmin(pg_current_snapshot()) limit 1');
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
    purposes: observer.client === code ? purposeMask(...observer.purposes) : purposeMask('threat-analysis'),
    clearance: observer.client === code ? TLP_RANK[observer.clearance]! : TLP_RANK.RED!,
  }));
  const streams = invented.map(({ code }) => ({
    agency: code, name: 'records', kinds: ['case', 'incident', 'alert'], purpose: observer.client === code ? observer.purposes[0]! : 'threat-analysis',
    legalBasis: 'PTPA2018', classes: ALL_CLASSES, expiresAt: NEVER,
  }));
  await house.database.transaction((tx) => loadParticipants(tx, { agencies, clients, streams }, async (ids) => new Map(ids.map((id) => [id, secretOf(id)]))));
  await house.directory.refresh();
}

/** One act, done through the hub's own actions as its agency. */
class Doing {
  constructor(
    private readonly hub: HarnessHub,
    private readonly pair: Pair,
    private readonly ids: ReadonlyMap<number, string>,
    private readonly before: ReadonlyMap<number, Standing>,
  ) {}

  async do(act: Act, step: number): Promise<unknown> {
    const { actions } = this.hub;
    switch (act.do) {
      case 'submit': return actions.submit.run(this.#caller(act.by), { kind: act.kind, document: this.#document(act, act), idempotencyKey: act.key });
      case 'amend': return this.#changed(act.record, (caller, { kind, version }, standing) => actions.amend.run(caller, {
        kind, id: this.#id(act.record), version, document: this.#document(standing.submitted, act), idempotencyKey: `step-${step}`,
      }));
      case 'withdraw': return this.#changed(act.record, (caller, { kind, version }) => actions.withdraw.run(caller, {
        kind, id: this.#id(act.record), version, reason: 'Handed in by mistake.', idempotencyKey: `step-${step}`,
      }));
      case 'acknowledge': return actions.acknowledge.run(this.#caller(act.by), { id: this.#id(act.record), idempotencyKey: `step-${step}` });
      case 'hand in what is refused': return actions.submit.run(this.#caller(act.by), { kind: 'case', document: { status: 'Asleep' }, idempotencyKey: act.key });
      case 'read': return this.#read(this.#caller(act.by, act.purpose), act.record);
      case 'enrol a client': return this.#register(act.by, step);
      case 'open a stream': return this.#subscribe(act.by, act.purpose, step);
      case 'wait': return undefined;
    }
  }

  #id(record: number): string {
    return this.ids.get(record)!;
  }

  #document({ kind, persons, about }: Submit, { label, content }: { label: Submit['label']; content: Submit['content'] }): unknown {
    return documentOf({ kind, label, content, persons, caseId: about === null ? null : this.#id(about) });
  }

  /** The originator asks for its record as it sees it, for a purpose for which it sees the whole. */
  async #changed(record: number, change: (caller: Caller, seen: { kind: string; version: number }, standing: Standing) => Promise<unknown>): Promise<void> {
    const standing = this.before.get(record);
    if (!standing) return;
    const { kind, by } = standing.submitted;
    const caller = this.#caller(by, standing.label.purposes.find((purpose) => purpose !== 'immigration-control') ?? 'immigration-control');
    const seen = await this.hub.actions.find.one(caller, kind, this.#id(record));
    if (seen) await change(caller, { kind, version: seen.version }, standing);
  }

  async #read(caller: Caller, record: number): Promise<void> {
    const { find } = this.hub.actions;
    for (const kind of ['case', 'incident', 'alert']) {
      await find.page(caller, kind, { first: 3 });
      await find.one(caller, kind, this.#id(record));
    }
  }

  async #register(agency: string, step: number): Promise<void> {
    const { house } = this.hub;
    const id = clientOfStep(agency, step);
    await house.database.transaction((tx) => loadParticipants(tx, {
      agencies: [], streams: [],
      clients: [{ id, agency, roles: ['officer'], classes: ALL_CLASSES, purposes: purposeMask('threat-analysis'), clearance: TLP_RANK.AMBER!, legalBases: ['PTPA2018'] }],
    }, async (ids) => new Map(ids.map((each) => [each, secretOf(each)]))));
    await house.directory.refresh();
  }

  async #subscribe(agency: string, purpose: Purpose, step: number): Promise<void> {
    const { house } = this.hub;
    await house.database.transaction((tx) => openStream(tx, {
      agency, name: `step-${step}`, kinds: ['case', 'incident', 'alert'], purpose, legalBasis: 'PTPA2018', classes: ALL_CLASSES, expiresAt: NEVER,
    }));
    await house.directory.refresh();
  }

  #caller(code: string, purpose: Purpose = 'criminal-investigation'): Caller {
    return callerOf(this.pair.agencies.find((agency) => agency.code === code)!, purpose, this.hub);
  }
}

/** An officer of the agency with every right: what the agency may see is the rules' to say. */
function callerOf({ code }: Agency, purpose: Purpose, { house, time }: HarnessHub): Caller {
  return {
    agency: code, client: code, officer: 'o-1', audiences: house.directory.audiencesOf(code), roles: ['officer'], classes: ALL_CLASSES,
    clearance: TLP_RANK.RED!, purpose, legalBasis: 'PTPA2018', caseReference: null, operationId: time.next(),
  };
}
