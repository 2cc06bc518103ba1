import { callerFacts } from '#libs/disclosure';
import { Refusal, type Caller } from '#libs/kernel';
import type { RecordLabel } from '#libs/policy';
import type { Database, Tx } from '#libs/postgres';
import { audienceOf, current, labelFrom, seenThrough, unchanged, type Claim, type Receipt, type RecordKeeping } from '#libs/records';
import { transfersIn, withRecipients, type TransferEntry } from '../model/custody.js';
import { custodyOf, heldLabel, widen } from '../postgres/widen.store.js';

export type { TransferEntry };

export interface Widening {
  readonly kind: string;
  readonly id: string;
  /** One more agency that it is addressed to. */
  readonly recipient?: string;
  /** The originator's leave to hand personal data to an agency outside its regime. */
  readonly transfer?: TransferEntry;
}

/** A record as the hub knows it for whoever asks about it. */
export interface Held {
  readonly kind: string;
  readonly label: RecordLabel;
}

/** For a check on behalf of an agency in whose audience it is; null for any other, and for a withdrawn one. Nothing of it leaves by this. */
export async function heldBy(database: Database | Tx, caller: Caller, id: string, now: number): Promise<Held | null> {
  const held = await heldLabel(database, callerFacts(caller), id);
  return held && { kind: held.kind, label: labelFrom(held.label, now) };
}

/** The label as the widening would make it; the same again where nothing is new. */
function widenedLabel(label: RecordLabel, { recipient, transfer }: Pick<Widening, 'recipient' | 'transfer'>): RecordLabel {
  return {
    ...label,
    recipients: recipient && !label.recipients.includes(recipient) ? [...label.recipients, recipient] : label.recipients,
    transfers: transfer ? [...label.transfers, transfer.to] : label.transfers,
  };
}

/** As many recipients or transfers as a document may name: more could not be amended. */
const MOST = 64;

/** Names one more recipient of a record, or authorises a transfer, as a version in which its custody alone is new: nobody else sees a difference. */
export class WidenRecord {
  constructor(private readonly keeping: RecordKeeping) {}

  /** In the transaction of what decided it. @throws Refusal RECORD_NOT_FOUND for a record that is not the caller's agency's own; TOO_MANY */
  async within(tx: Tx, caller: Caller, claim: Claim, widening: Widening): Promise<Receipt> {
    const { kind, id } = widening;
    this.keeping.agency(caller.agency);
    const before = await current(tx, claim, kind, id);
    if (before?.former_version) return { id, kind, version: before.former_version, duplicate: true };
    if (!before?.version) throw Refusal.because('RECORD_NOT_FOUND', 'record', 'hub', 'There is no such record of yours.');
    const label = labelFrom(before.label, this.keeping.source.clock.now().getTime());
    if (!widening.transfer && widenedLabel(label, widening).recipients.length === label.recipients.length) {
      await unchanged(tx, claim, { kind, id, version: before.version }); // it is addressed to it already
      return { id, kind, version: before.version, duplicate: false };
    }
    return { id, kind, version: await this.#widen(tx, claim, widening, label), duplicate: false };
  }

  async #widen(tx: Tx, claim: Claim, widening: Widening, label: RecordLabel): Promise<number> {
    const { keeping } = this;
    const { kind, id, transfer } = widening;
    const widened = widenedLabel(label, widening);
    if (Math.max(widened.recipients.length, widened.transfers.length) > MOST) throw Refusal.because('TOO_MANY', 'to', `at most ${MOST}`, 'The record names as many agencies as it may.');
    const slice = await custodyOf(tx, claim.caller, id);
    const custody = withRecipients(slice, widened.recipients, [...transfersIn(slice), ...(transfer ? [transfer] : [])]);
    const now = keeping.source.clock.now();
    const agencies = keeping.agencies();
    const byCode = new Map(agencies.map((agency) => [agency.agency, agency]));
    const announced = keeping.announce(id, {
      kind, originator: label.originator, changed: 0, before: seenThrough(label, byCode, now.getTime()), after: seenThrough(widened, byCode, now.getTime()),
    });
    const row = {
      id, custody, digest: keeping.envelope.digest(JSON.stringify([id, custody])).toString('base64url'),
      recipients: widened.recipients, transfers: widened.transfers, changedAt: now.toISOString(),
    };
    return widen(tx, claim, row, audienceOf(widened, agencies, now.getTime()), announced);
  }
}
