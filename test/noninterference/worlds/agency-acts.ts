import { ALL_CLASSES, maskOf, purposeMask, purposesIn } from '#libs/contracts';
import { callerFacts } from '#libs/disclosure';
import { TLP_RANK, type Caller } from '#libs/kernel';
import { allowPurpose } from '../../../libs/transfers/postgres/further.store.js';
import type { HarnessHub } from '../hub/harness-hub.js';
import type { Purpose } from '../model/words.js';
import { documentOf } from './documents.js';
import type { Act, Submit } from './history.js';
import { BY_LEAVE, type Standing } from './view-history.js';

/** What an agency does itself; the rest is done by the operator. */
export type AgencyAct = Extract<Act, { do: 'submit' | 'amend' | 'withdraw' | 'acknowledge' | 'ask that it go on' | 'open a breach' | 'be given a further purpose' | 'hand in what is refused' | 'read' }>;

/** What agencies do, through the hub's own actions as each of them. */
export class AgencyActs {
  /** Of the last receipt, by the step in which a record was handed in. */
  readonly #versions = new Map<number, number>();

  /** @param ids of the records, as their originators know them */
  constructor(private readonly hub: HarnessHub, private readonly ids: ReadonlyMap<number, string>) {}

  /** @param before how the records stood before this step */
  async do(act: AgencyAct, step: number, before: ReadonlyMap<number, Standing>): Promise<unknown> {
    const standing = 'record' in act ? before.get(act.record) : undefined;
    const by = 'by' in act ? act.by : standing?.submitted.by;
    // Nobody gets past the door for an agency that is suspended, nor is its topic read.
    if (!by || !this.hub.house.directory.client(by)) return undefined;
    const { actions } = this.hub;
    switch (act.do) {
      case 'submit': {
        const submission = { kind: act.kind, document: this.#document(act, act), idempotencyKey: act.key };
        return this.#versions.set(step, (await actions.submit.run(this.#writer(by, 'criminal-investigation'), submission)).version);
      }
      case 'amend': return this.#changed(act.record, step, standing!, (caller, own) => actions.amend.run(caller, { ...own, document: this.#document(standing!.submitted, act) }));
      case 'withdraw': return this.#changed(act.record, step, standing!, (caller, own) => actions.withdraw.run(caller, { ...own, reason: 'Handed in by mistake.' }));
      case 'acknowledge': return actions.acknowledge.run(this.#reader(by, null), { id: this.#id(act.record), idempotencyKey: `step-${step}` });
      case 'ask that it go on': {
        const asked = { record: this.#id(act.record), to: act.to, justification: 'investigation', basis: 'LED-38-1-D', idempotencyKey: `step-${step}` };
        return actions.onward.run(this.#reader(by, null), asked);
      }
      case 'open a breach': return this.#openBreach(act.by, act.record, step);
      case 'be given a further purpose': return this.#leave(act, standing!);
      case 'hand in what is refused': return actions.submit.run(this.#writer(by, 'criminal-investigation'), { kind: 'case', document: { status: 'Asleep' }, idempotencyKey: act.key });
      case 'read': return this.#read(this.#reader(by, act.purpose), act.record);
    }
  }

  #id(record: number): string {
    return this.ids.get(record)!;
  }

  #document({ kind, persons, about }: Submit, { label, content }: { label: Submit['label']; content: Submit['content'] }): unknown {
    return documentOf({ kind, label, content, persons, caseId: about === null ? null : this.#id(about) });
  }

  /** What an originator's consent does, without the asking: what is asked and answered has askers of its own. */
  async #leave({ record, by, purpose }: Extract<Act, { do: 'be given a further purpose' }>, { submitted }: Standing): Promise<unknown> {
    const { house, time } = this.hub;
    if (!house.directory.client(submitted.by)) return undefined;
    const leave = { record: this.#id(record), agency: by, purpose: purposeMask(purpose), classes: maskOf(...BY_LEAVE), until: 'infinity', approval: time.next() };
    const facts = callerFacts(this.#writer(submitted.by, 'criminal-investigation'));
    return house.database.transaction((tx) => allowPurpose(tx, facts, leave));
  }

  /** The originator changes its record for a purpose for which it sees the whole. */
  async #changed(
    record: number, step: number, { submitted, label }: Standing,
    change: (caller: Caller, own: { kind: string; id: string; version: number; idempotencyKey: string }) => Promise<{ version: number }>,
  ): Promise<void> {
    const version = this.#versions.get(record);
    if (version === undefined) return;
    const caller = this.#writer(submitted.by, label.purposes.find((purpose) => purpose !== 'immigration-control') ?? 'immigration-control');
    const receipt = await change(caller, { kind: submitted.kind, id: this.#id(record), version, idempotencyKey: `step-${step}` });
    this.#versions.set(record, receipt.version);
  }

  /** By the data-protection officer, where the agency has one: that it became aware as it opened it, and of this record. */
  async #openBreach(agency: string, record: number, step: number): Promise<unknown> {
    const { house, time, actions } = this.hub;
    const client = house.directory.client(`${agency}-dpo`);
    if (!client) return undefined;
    await this.hub.learnCopy(agency, this.#id(record));
    const caller = { ...this.#reader(agency, null), client: client.id, roles: client.roles, classes: client.classes, clearance: client.clearance };
    const awareAt = time.now().toISOString();
    return actions.openBreach.run(caller, { awareAt, from: awareAt, nature: ['confidentiality'], risk: 'risk', records: [this.#id(record)], idempotencyKey: `step-${step}` });
  }

  async #read(caller: Caller, record: number): Promise<void> {
    const { find } = this.hub.actions;
    for (const kind of ['case', 'incident', 'alert']) {
      await find.page(caller, kind, { first: 3 });
      await find.one(caller, kind, this.#id(record));
    }
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
