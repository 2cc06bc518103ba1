import { agreed } from '#libs/approvals';
import { callerFacts } from '#libs/disclosure';
import { isUuid, Refusal, type Caller } from '#libs/kernel';
import { claimOf, type FindRecords, type Receipt, type RecordKeeping } from '#libs/records';
import type { TransferEntry } from '../model/custody.js';
import { WidenRecord } from './widen-record.js';
import { mayAuthorise } from '../model/authority.js';
import { expectAgency, expectCode, expectOfficer, expectOwn } from './expectations.js';

export interface Transferring {
  readonly record: string;
  readonly to: string;
  readonly basis: string;
  readonly justification: string;
  /** The agency whose state authorises it: the originator itself, or the one that the data come from. */
  readonly authorisedBy: string;
  /** Where the originator authorises it itself: when, and under which reference. */
  readonly authorisedAt?: string | null;
  readonly authorisation?: string | null;
  /** Where another does: the request that it agreed to. */
  readonly approval?: string | null;
  readonly idempotencyKey: string;
}

/** A reference of the agency's files, never a name. */
const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9._:/ -]{0,119}$/u;

/** Lays down the originator's leave to hand personal data to an agency outside its regime, documented as LED art. 37(3), 38(3) ask; from then on the rule `transfer.eu` lets it pass. */
export class RecordTransfer {
  readonly #widen: WidenRecord;

  constructor(
    private readonly keeping: RecordKeeping,
    private readonly find: FindRecords,
  ) {
    this.#widen = new WidenRecord(keeping);
  }

  /** @throws Refusal RECORD_NOT_FOUND, TRANSFER_AUTHORITY_REQUIRED, DATE_IN_FUTURE, FIELD_REQUIRED, FORMAT_INVALID, AGENCY_UNKNOWN, CODE_UNKNOWN, ACTION_NOT_ALLOWED, IDEMPOTENCY_CONFLICT */
  async run(caller: Caller, transferring: Transferring): Promise<Receipt> {
    const { keeping } = this;
    const { record, to, idempotencyKey, ...given } = transferring;
    expectOfficer(keeping, caller);
    const { kind } = await expectOwn(keeping, this.find, caller, record);
    expectAgency(keeping, to, 'to');
    const [basis, justification] = [expectCode('transfer-bases', given.basis, 'basis'), expectCode('transfer-justifications', given.justification, 'justification')];
    const { authorisedBy } = given;
    if (!mayAuthorise(basis, expectAgency(keeping, authorisedBy, 'authorisedBy'), caller.agency)) throw unauthorised('authorisedBy');
    const authority = authorisedBy === caller.agency ? this.#own(transferring) : await this.#agreed(caller, transferring, basis);
    const transfer: TransferEntry = { to, basis, ...authority, authorisedBy, justification };
    const claim = claimOf(keeping.envelope, caller, idempotencyKey, 'record-transfer', record, transfer);
    return keeping.database.transaction((tx) => this.#widen.within(tx, caller, claim, { kind, id: record, transfer }));
  }

  #own({ authorisedAt, authorisation }: Transferring): Pick<TransferEntry, 'authorisation' | 'authorisedAt'> {
    if (!authorisation || !authorisedAt) throw Refusal.because('FIELD_REQUIRED', authorisation ? 'authorisedAt' : 'authorisation', 'LED art. 37(3), 38(3)', 'Say when it was authorised, and under which reference.');
    if (!REFERENCE.test(authorisation)) throw Refusal.because('FORMAT_INVALID', 'authorisation', 'hub: a reference', 'This is a reference of letters, digits and . _ : / - alone.');
    const at = Date.parse(authorisedAt);
    if (Number.isNaN(at)) throw Refusal.because('FORMAT_INVALID', 'authorisedAt', 'RFC 3339', 'This is no moment.');
    if (at > this.keeping.source.clock.now().getTime()) throw Refusal.because('DATE_IN_FUTURE', 'authorisedAt', 'LED art. 35(1)(c): prior authorisation', 'What authorises a transfer comes before it.');
    return { authorisation, authorisedAt: new Date(at).toISOString() };
  }

  async #agreed(caller: Caller, { record, to, authorisedBy, approval }: Transferring, basis: string): Promise<Pick<TransferEntry, 'authorisation' | 'authorisedAt'>> {
    const given = approval && isUuid(approval) ? await agreed(this.keeping.database, callerFacts(caller), approval) : null;
    const fits = given?.procedure === 'transfer-authorisation' && given.answeredBy === authorisedBy && given.record === record && given.terms['to'] === to && given.terms['basis'] === basis;
    if (!fits) throw unauthorised('approval');
    return { authorisation: `approval ${approval}`, authorisedAt: given.closedAt.toISOString() };
  }
}

const unauthorised = (field: string) =>
  Refusal.because('TRANSFER_AUTHORITY_REQUIRED', field, 'LED art. 35(1)(c)', 'The Member State that the data come from has not authorised this transfer.');
