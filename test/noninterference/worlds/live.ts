import { createHash } from 'node:crypto';
import { ALL_CLASSES, purposeMask, purposesIn } from '#libs/contracts';
import { loadParticipants, openStream } from '#libs/directory';
import { Refusal, TLP_RANK, type Caller } from '#libs/kernel';
import { keyOf, secretOf } from '../../world/index.js';
import { allSent } from '../hub/all-sent.js';
import type { HarnessHub } from '../hub/harness-hub.js';
import { recordIdAt } from '../hub/harness-time.js';
import type { Purpose } from '../model/words.js';
import { documentOf } from './documents.js';
import { daysBefore, submissionsOf, type Act, type Pair, type Side, type Submit } from './history.js';
import { standingsOf, type Standing } from './view-history.js';

const NEVER = new Date('2030-01-01T00:00:00Z');

/** Ids of everything handed in in either world, by the step in which it was. */
export function recordIds({ steps }: Pick<Pair, 'steps'>): Map<number, string> {
  return new Map([...submissionsOf(steps)].map(([step, { by, key }]) => [step, recordIdAt(step, daysBefore(steps, step), by, key)]));
}

const text = '{ me { id agency { code } } }';
/** The document that `register a document` registers. */
export const OTHERS_DOCUMENT = { text, id: createHash('sha256').update(text).digest('hex') };

/** The client that `enrol a client` of a step makes. */
export const clientOfStep = (agency: string, step: number): string => `${agency}-of-step-${step}`;

/** Lives one side of a pair, step by step. What is refused is refused: whoever acted was told. `afterStep`: what an observer does meanwhile. */
export async function live(hub: HarnessHub, pair: Pair, side: Side, afterStep?: () => Promise<void>): Promise<void> {
  await hub.at(0);
  await enrol(hub, pair);
  const standings = standingsOf(pair, side);
  const ids = recordIds(pair);
  const versions = new Map<number, number>();
  for (const [step, acts] of pair.steps.entries()) {
    const act = acts[side];
    await hub.at(step, daysBefore(pair.steps, step + 1));
    const before = step === 0 ? new Map<number, Standing>() : standings[step - 1]!;
    if (act) await refusable(() => new Doing(hub, { ids, versions, before }).do(act, step));
    // What is sent after the next step is rendered as that leaves it: which it is must not be chance.
    if (act && hub.topicPrefix) await allSent(hub);
    await afterStep?.();
  }
  await hub.at(pair.steps.length, daysBefore(pair.steps, pair.steps.length));
  await settled(hub);
  await hub.seal();
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

/** What the originators know of their records: ids, the last receipt's version, how the record stood before this step. */
interface Known {
  readonly ids: ReadonlyMap<number, string>;
  readonly versions: Map<number, number>;
  readonly before: ReadonlyMap<number, Standing>;
}

/** One act, done through the hub's own actions as its agency. */
class Doing {
  constructor(private readonly hub: HarnessHub, private readonly known: Known) {}

  async do(act: Act, step: number): Promise<unknown> {
    const { actions } = this.hub;
    switch (act.do) {
      case 'submit': {
        const submission = { kind: act.kind, document: this.#document(act, act), idempotencyKey: act.key };
        return this.known.versions.set(step, (await actions.submit.run(this.#writer(act.by, 'criminal-investigation'), submission)).version);
      }
      case 'amend': return this.#changed(act.record, step, (caller, own, { submitted }) => actions.amend.run(caller, { ...own, document: this.#document(submitted, act) }));
      case 'withdraw': return this.#changed(act.record, step, (caller, own) => actions.withdraw.run(caller, { ...own, reason: 'Handed in by mistake.' }));
      case 'acknowledge': return actions.acknowledge.run(this.#reader(act.by, null), { id: this.#id(act.record), idempotencyKey: `step-${step}` });
      case 'hand in what is refused': return actions.submit.run(this.#writer(act.by, 'criminal-investigation'), { kind: 'case', document: { status: 'Asleep' }, idempotencyKey: act.key });
      case 'read': return this.#read(this.#reader(act.by, act.purpose), act.record);
      case 'enrol a client': return this.#register(act.by, step);
      case 'register a document': return this.#registerDocument(act.by);
      case 'open a stream': return this.#subscribe(act.by, act.purpose, step);
      case 'wait': return undefined;
    }
  }

  #id(record: number): string {
    return this.known.ids.get(record)!;
  }

  #document({ kind, persons, about }: Submit, { label, content }: { label: Submit['label']; content: Submit['content'] }): unknown {
    return documentOf({ kind, label, content, persons, caseId: about === null ? null : this.#id(about) });
  }

  /** The originator changes its record for a purpose for which it sees the whole. */
  async #changed(
    record: number, step: number,
    change: (caller: Caller, own: { kind: string; id: string; version: number; idempotencyKey: string }, standing: Standing) => Promise<{ version: number }>,
  ): Promise<void> {
    const standing = this.known.before.get(record);
    const version = this.known.versions.get(record);
    if (!standing || version === undefined) return;
    const { kind, by } = standing.submitted;
    const caller = this.#writer(by, standing.label.purposes.find((purpose) => purpose !== 'immigration-control') ?? 'immigration-control');
    const receipt = await change(caller, { kind, id: this.#id(record), version, idempotencyKey: `step-${step}` }, standing);
    this.known.versions.set(record, receipt.version);
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
      agencies: [], streams: [], taskForces: [],
      clients: [{ id, agency, roles: ['officer'], classes: ALL_CLASSES, purposes: purposeMask('threat-analysis'), clearance: TLP_RANK.AMBER!, legalBases: ['PTPA2018'] }],
    }, async (ids) => new Map(ids.map((each) => [each, secretOf(each)]))));
    await house.directory.refresh();
  }

  /** The operator's work, done where the operator works. */
  async #registerDocument(agency: string): Promise<void> {
    const { admin, house } = this.hub;
    await admin.query('insert into directory.trusted_document (agency, id, text) values ($1, $2, $3) on conflict do nothing', [agency, OTHERS_DOCUMENT.id, OTHERS_DOCUMENT.text]);
    await house.directory.refresh();
  }

  async #subscribe(agency: string, purpose: Purpose, step: number): Promise<void> {
    const { house } = this.hub;
    await house.database.transaction((tx) => openStream(tx, {
      agency, name: `step-${step}`, kinds: ['case', 'incident', 'alert'], purpose, legalBasis: 'PTPA2018', classes: ALL_CLASSES, expiresAt: NEVER,
    }));
    await house.directory.refresh();
  }

  /** An agency that hands in by its topic: what it may see of its own is all. */
  #writer(agency: string, purpose: Purpose): Caller {
    const { house, time } = this.hub;
    return {
      agency, client: 'topic', officer: null, audiences: house.directory.audiencesOf(agency), roles: ['officer'], classes: ALL_CLASSES,
      clearance: TLP_RANK.RED!, purpose, legalBasis: 'PTPA2018', caseReference: null, operationId: time.next(),
    };
  }

  /** An officer of the agency at its usual client, for the purpose where the client has it. */
  #reader(agency: string, wanted: Purpose | null): Caller {
    const { house, time } = this.hub;
    const client = house.directory.client(agency)!;
    const purposes = purposesIn(client.purposes);
    return {
      agency, client: agency, officer: 'o-1', audiences: house.directory.audiencesOf(agency), roles: client.roles, classes: client.classes,
      clearance: client.clearance, purpose: purposes.find((purpose) => purpose === wanted) ?? purposes[0]!, legalBasis: client.legalBases[0]!,
      caseReference: 'FIR-1/2026', operationId: time.next(),
    };
  }
}
