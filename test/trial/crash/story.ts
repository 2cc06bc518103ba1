import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { accessOf, Away, HubClient } from '#libs/importing';
import type pg from 'pg';
import { equal, type Equality } from '../account/equalities.js';
import { pause } from '../services.js';

const VERSIONS = 4;
const AT_ONCE = 3;
const SUBMIT = 'mutation Submit($case: CaseInput!, $key: ID!) { done: submitCase(case: $case, idempotencyKey: $key) { id version } }';
const AMEND = 'mutation Amend($id: ID!, $version: Int!, $case: CaseInput!, $key: ID!) { done: amendCase(id: $id, version: $version, case: $case, idempotencyKey: $key) { id version } }';

interface Receipt {
  readonly id: string;
  readonly version: number;
}

/**
 * One agency that hands invented cases in and amends each several times while processes are killed. It
 * believes the hub's receipts alone, and repeats what got none under the same key.
 */
export class Story {
  readonly #acknowledged = new Map<string, number>();
  #going = true;
  #told: Promise<unknown> = Promise.resolve();

  constructor(private readonly agency: string, private readonly hub: HubClient, private readonly legalBasis: string) {}

  static async of(agency: string, home: string): Promise<Story> {
    const access = await accessOf({ client: agency, file: join(home, 'credentials.json') });
    const reason = { purpose: 'criminal-investigation', legalBasis: access.legalBases[0]!, caseReference: 'trial-crash' };
    return new Story(agency, new HubClient(access, reason), reason.legalBasis);
  }

  begin(): void {
    this.#told = Promise.all(Array.from({ length: AT_ONCE }, async () => { while (this.#going) await this.#oneCase(); }));
  }

  async end(): Promise<void> {
    this.#going = false;
    await this.#told;
  }

  async account(admin: pg.Client): Promise<Equality[]> {
    const { rows } = await admin.query<Receipt>('select id, version from records.record where originator = $1', [this.agency]);
    const kept = new Map(rows.map(({ id, version }) => [id, version]));
    const other = [...this.#acknowledged].filter(([id, version]) => kept.get(id) !== version).length;
    return [
      equal(`${this.agency}: amended cases are those acknowledged`, { acknowledged: this.#acknowledged.size, records: kept.size }),
      equal(`${this.agency}: every case has the version last acknowledged`, { none: 0, other }),
    ];
  }

  async #oneCase(): Promise<void> {
    let receipt = await this.#until(SUBMIT, { case: this.#document('as first told') });
    for (let change = 1; change < VERSIONS; change++) {
      this.#acknowledged.set(receipt.id, receipt.version);
      receipt = await this.#until(AMEND, { ...receipt, case: this.#document(`as told after ${change} more interviews`) });
    }
    this.#acknowledged.set(receipt.id, receipt.version);
    await pause(100);
  }

  /** Repeats until there is a receipt. */
  async #until(query: string, variables: Readonly<Record<string, unknown>>): Promise<Receipt> {
    const key = randomUUID();
    for (let left = 600; ; left -= 1) {
      const answer = await this.hub.ask(query, { ...variables, key }).catch((error: unknown) => {
        if (!(error instanceof Away) || left <= 0) throw error;
        return {};
      });
      const done = (answer as { data?: { done?: Receipt } | null }).data?.done;
      if (done) return done;
      const [fault] = (answer as { errors?: { message: string; extensions?: { code?: string } }[] }).errors ?? [];
      const code = fault?.extensions?.code;
      if (fault && !['UNAVAILABLE', 'LEDGER_UNAVAILABLE', 'INTERNAL'].includes(code ?? 'INTERNAL')) throw new Error(`an amendment was refused: ${code}`);
      await pause(300);
    }
  }

  #document(summary: string) {
    return {
      envelope: {
        legalBasis: this.legalBasis, purposes: ['criminal-investigation', 'victim-protection', 'threat-analysis'],
        recipients: ['fia', 'nccia', 'europol', 'frontex', 'iom'], tlp: 'AMBER', classification: 'fraud', statement: 'fact', erasureDate: '2036-01-01',
      },
      status: 'Active', summary: `Paid for a permit that did not exist, ${summary}.`,
      victims: [{ ref: 'v1', majority: 'Adult', identity: { fullName: 'Invented Person' } }],
    };
  }
}
