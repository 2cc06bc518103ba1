import { AcknowledgeAlert } from '#libs/alerts';
import { Refusal, systemIds, type Caller } from '#libs/kernel';
import { AmendRecord, FindRecords, SubmitRecord, WithdrawRecord } from '#libs/records';
import type { House } from '../house.js';

export interface Handed {
  readonly agency: string;
  readonly kind: string;
  readonly reference: string;
  readonly document: unknown;
}

/** The door through which everyone hands in, used for each agency in turn. What was handed in on an earlier day is met again, not doubled. */
export class DemoDoor {
  readonly #submit: SubmitRecord;
  readonly #amend: AmendRecord;
  readonly #withdraw: WithdrawRecord;
  readonly #acknowledge: AcknowledgeAlert;
  readonly #find: FindRecords;

  constructor(private readonly house: House) {
    this.#find = new FindRecords(house.disclosure);
    this.#submit = new SubmitRecord(house.keeping);
    this.#amend = new AmendRecord(house.keeping, house.disclosure);
    this.#withdraw = new WithdrawRecord(house.keeping);
    this.#acknowledge = new AcknowledgeAlert(house.keeping, this.#find);
  }

  /** The record's id, null when it is gone since; `fresh` when it was not there before. */
  async submit({ agency, kind, reference, document }: Handed): Promise<{ id: string | null; fresh: boolean }> {
    const submission = { kind, document, idempotencyKey: `demo:${reference}` };
    const receipt = await once(() => this.#submit.run(this.#caller(agency), submission));
    if (receipt) return { id: receipt.id, fresh: !receipt.duplicate };
    return { id: await this.idOf(agency, kind, reference), fresh: false };
  }

  async amend({ agency, kind, reference, document }: Handed, id: string): Promise<void> {
    await once(() => this.#amend.run(this.#caller(agency), { kind, id, version: 1, document, idempotencyKey: `demo:${reference}:amended` }));
  }

  async withdraw({ agency, kind, reference }: Handed, id: string, reason: string): Promise<void> {
    await once(() => this.#withdraw.run(this.#caller(agency), { kind, id, version: 1, reason, idempotencyKey: `demo:${reference}:withdrawn` }));
  }

  async acknowledge(agency: string, reference: string, id: string): Promise<void> {
    await once(() => this.#acknowledge.run(this.#caller(agency), { id, idempotencyKey: `demo:${reference}:acknowledged` }));
  }

  async idOf(agency: string, kind: string, reference: string): Promise<string | null> {
    const page = await this.#find.page(this.#caller(agency), kind, { first: 1, filter: { reference } });
    return page.records[0]?.id ?? null;
  }

  /** Acts as the agency's own client, for the purpose and on the basis of its stream of records. */
  #caller(agency: string): Caller {
    const client = this.house.directory.client(agency);
    const stream = this.house.directory.streamsOf(agency)[0];
    if (!client || !stream) throw new Error(`the demo world needs the demo participants: ${agency} has no client or no stream`);
    return {
      agency, client: client.id, officer: null, audiences: this.house.directory.audiencesOf(agency), roles: client.roles, classes: client.classes,
      clearance: client.clearance, purpose: stream.purpose, legalBasis: stream.legalBasis, caseReference: null, operationId: systemIds.next(),
    };
  }
}

/** Dates are told from the day of loading, so a document of another day has another content under the same key: it is there already. */
async function once<Result>(work: () => Promise<Result>): Promise<Result | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal && ['IDEMPOTENCY_CONFLICT', 'VERSION_CONFLICT'].includes(error.code)) return null;
    throw error;
  }
}
