import type pg from 'pg';
import { NoteSigner, SlotSalts } from '#libs/proofs';
import type { House } from '../../../apps/assembly/house.js';
import { beginLog } from '../../../libs/audit/postgres/seal.store.js';
import { Sealing } from '../../../libs/audit/sealing.js';

/** Milliseconds of one interval: half of the harness's step, so that every step is sealed, then what was asked after it. */
export const INTERVAL = 500;
/** Seconds; longer than any world waits: a ledger that is not sealed would be stuck. */
const BOUND = 10 * 365 * 86_400;
const SIGNER = new NoteSigner('amanat.harness/ledger', Buffer.alloc(32, 9));

/** The hub's own sealer with its intervals turned by hand: one seal whenever time has moved, whatever was written. */
export class HarnessSealer {
  #sealing: Sealing | null = null;

  constructor(private readonly house: House, private readonly admin: pg.Pool) {}

  /** The log begins with the first seal. */
  async seal(): Promise<void> {
    this.#sealing ??= await this.#begin();
    await this.#settled();
    await this.#sealing.pass();
  }

  async #begin(): Promise<Sealing> {
    const { database, masterKey } = this.house;
    await beginLog(database, { key: SIGNER.key.text, interval: INTERVAL, bound: BOUND });
    return Sealing.open(database, { signer: SIGNER, salts: new SlotSalts(masterKey) }, 'month');
  }

  /** Lines are sealed once no older transaction of the whole server is open, and other tests share the server. */
  async #settled(): Promise<void> {
    for (const end = Date.now() + 20_000; Date.now() < end;) {
      const { rowCount } = await this.admin.query('select from audit.ledger where xid >= pg_snapshot_xmin(pg_current_snapshot()) limit 1');
      if (rowCount === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    throw new Error('lines cannot be sealed: some transaction of the server stays open');
  }
}
