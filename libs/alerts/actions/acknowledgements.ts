import { callerFacts, reshape, type Disclosed, type RecordView } from '#libs/disclosure';
import type { Caller } from '#libs/kernel';
import type { Database } from '#libs/postgres';
import { acknowledgementsOf } from '../postgres/acknowledgement.store.js';

export interface Acknowledgement {
  readonly agency: { readonly code: string };
  readonly at: string;
}

/** Who has taken note of an alert: for its originator; nobody else learns who the other recipients are. */
export class Acknowledgements {
  constructor(private readonly database: Database) {}

  async of(caller: Caller, alert: Disclosed<RecordView>): Promise<Disclosed<Acknowledgement>[] | null> {
    if (alert.originator.code !== caller.agency) return null;
    const taken = await acknowledgementsOf(this.database, callerFacts(caller), [alert.id]);
    return taken.map(({ agency, at }) => reshape(alert, (): Acknowledgement => ({ agency: { code: agency }, at: at.toISOString() })));
  }
}
