import { note, recorded } from '#libs/audit';
import type { Caller } from '#libs/kernel';
import type { Database } from '#libs/postgres';
import { callerFacts } from './caller-facts.js';
import { disclosed, type Disclosed } from './disclosed.js';

/** What leaves the hub and is no record: the ledger itself, and what the directory says. It is accounted for all the same. */
export class LedgerDisclosure {
  constructor(private readonly database: Database) {}

  /**
   * Reads only when the line that says so is durable. `read` is given the caller as PostgreSQL is told
   * of it, and gives nothing that the rules of `audit` do not.
   * @param about whose ledger, where it is one
   */
  async give<Read>(caller: Caller, action: string, about: string | null, read: (facts: string, database: Database) => Promise<Read>): Promise<Disclosed<Read>> {
    const facts = callerFacts(caller);
    await recorded(() => note(this.database, facts, action, about));
    return disclosed(await read(facts, this.database));
  }
}
