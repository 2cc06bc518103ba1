import { LedgerDisclosure, type Disclosed } from '#libs/disclosure';
import { Refusal, type Caller } from '#libs/kernel';
import type { Tx } from '#libs/postgres';
import { claimOf, type RecordKeeping } from '#libs/records';
import type { Claim } from '../postgres/breach.store.js';

/** What every act on a breach needs: a line that is durable first, and the caller's key. */
export class BreachKeeping {
  private readonly disclosure: LedgerDisclosure;

  constructor(private readonly keeping: RecordKeeping) {
    this.disclosure = new LedgerDisclosure(keeping.database);
  }

  now(): Date {
    return this.keeping.source.clock.now();
  }

  /** Of what the agency opens under its own key. */
  idOf({ agency }: Caller, key: string): string {
    return this.keeping.source.ids.approval(agency, `breach/${key}`);
  }

  /** Whether the supervisory authority takes part in this hub. */
  hasAuthority(): boolean {
    return this.keeping.directory.hasSupervisor();
  }

  /** @throws Refusal ACTION_NOT_ALLOWED: whose breach it is, its data-protection officer says, for one of its officers may be behind it */
  expectProtector({ roles }: Caller): void {
    if (roles.includes('data-protection-officer')) return;
    throw Refusal.because('ACTION_NOT_ALLOWED', '', 'directory: role data-protection-officer', 'Breaches are for the data-protection officer of the agency.');
  }

  /** @throws Refusal FORMAT_INVALID for the key, and whatever `work` refuses */
  act<Result>(caller: Caller, action: string, key: string, content: readonly unknown[], work: (tx: Tx, claim: Claim) => Promise<Result>): Promise<Disclosed<Result>> {
    const claim = claimOf(this.keeping.envelope, caller, key, action, ...content);
    return this.disclosure.give(caller, action, null, (_, database) => database.transaction((tx) => work(tx, claim)));
  }
}
