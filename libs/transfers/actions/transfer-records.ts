import { classesIn } from '#libs/contracts';
import type { Disclosed, LedgerDisclosure } from '#libs/disclosure';
import { Refusal, type Caller } from '#libs/kernel';
import type { CursorSeal } from '#libs/keys';
import { readTransfers, type TransferPlace, type TransferRow } from '../postgres/transfer.store.js';

export interface TransferRecord {
  readonly record: string;
  readonly recipient: string;
  readonly basis: string;
  readonly justification: string | null;
  readonly authorisedBy: string | null;
  readonly authorisedAt: string;
  readonly authorisation: string;
  readonly classes: readonly string[];
  readonly recordedAt: string;
}

export interface TransferPage {
  readonly found: readonly (TransferRecord & { readonly cursor: string })[];
  readonly hasNextPage: boolean;
}

const MOST = 100;
const LIST = 'transfers';

/** The register of an agency's transfers, for its data-protection officer (LED art. 24(1)(g), 34, 37(3), 38(3)). */
export class TransferRecords {
  constructor(
    private readonly disclosure: LedgerDisclosure,
    private readonly cursors: CursorSeal,
  ) {}

  /** Newest first. @throws Refusal ACTION_NOT_ALLOWED, PAGE_SIZE, CURSOR_INVALID */
  page(caller: Caller, asked: { readonly after?: string | null; readonly first?: number | null }): Promise<Disclosed<TransferPage>> {
    if (!caller.roles.includes('data-protection-officer')) throw Refusal.because('ACTION_NOT_ALLOWED', '', 'directory: role data-protection-officer', 'The register is for the data-protection officer of the agency.');
    const first = asked.first ?? 50;
    if (first < 1 || first > MOST) throw Refusal.because('PAGE_SIZE', 'first', 'hub', `A page has 1 to ${MOST} transfers.`);
    const after = asked.after ? placeIn(this.cursors.open(caller.agency, LIST, asked.after)) : null;
    return this.disclosure.give(caller, 'transfers', null, async (facts, database) => {
      const rows = await readTransfers(database, facts, after, first + 1);
      const found = rows.slice(0, first).map((row) => ({ ...transferOf(row), cursor: this.cursors.seal(caller.agency, LIST, row.seq) }));
      return { found, hasNextPage: rows.length > first };
    });
  }
}

const placeIn = (position: string): TransferPlace => ({ seq: position });

function transferOf({ record, recipient, basis, justification, authorised_by: authorisedBy, authorised_at, authorisation, classes, recorded_at }: TransferRow): TransferRecord {
  return { record, recipient, basis, justification, authorisedBy, authorisation, authorisedAt: authorised_at.toISOString(), classes: classesIn(classes), recordedAt: recorded_at.toISOString() };
}
