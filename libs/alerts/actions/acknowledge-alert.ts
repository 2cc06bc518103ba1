import { Refusal, type Caller } from '#libs/kernel';
import { claimOf, type FindRecords, type Receipt, type RecordKeeping } from '#libs/records';
import { acknowledge } from '../postgres/acknowledgement.store.js';

export interface Acknowledging {
  readonly id: string;
  readonly idempotencyKey: string;
}

/** An agency says that it has taken note of an alert it received; the originator is told. */
export class AcknowledgeAlert {
  constructor(private readonly keeping: RecordKeeping, private readonly find: FindRecords) {}

  /** @throws Refusal RECORD_NOT_FOUND, also for an alert one may not see; IDEMPOTENCY_CONFLICT */
  async run(caller: Caller, { id, idempotencyKey }: Acknowledging): Promise<Receipt> {
    this.keeping.writer(caller);
    const alert = await this.find.one(caller, 'alert', id);
    if (!alert) throw Refusal.because('RECORD_NOT_FOUND', 'id', 'hub', 'There is no such alert.');
    const { keeping } = this;
    const told = keeping.directory.streams()
      .filter((stream) => stream.kinds.includes('alert'))
      .map((stream) => ({ agency: stream.agency, stream: stream.name, id: keeping.source.ids.delivery(stream.agency, stream.name, id) }));
    const claim = claimOf(keeping.envelope, caller, idempotencyKey, 'acknowledge', id);
    const { duplicate } = await keeping.database.transaction((tx) => acknowledge(tx, claim, id, told));
    return { id, kind: 'alert', version: alert.version, duplicate };
  }
}
