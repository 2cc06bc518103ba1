import { randomBytes } from 'node:crypto';
import { Sealer, type SealerSettings } from '#libs/audit';
import { LedgerDisclosure } from '#libs/disclosure';
import { CursorSeal } from '#libs/keys';
import { NoteSigner, SlotSalts } from '#libs/proofs';
import { Countersign } from '../../libs/ledger/actions/countersign.js';
import { ReadLedger } from '../../libs/ledger/actions/read-ledger.js';
import { ReadSeals } from '../../libs/ledger/actions/read-seals.js';
import { openWorld, type World } from '../world/index.js';

export interface SealedWorld extends World {
  readonly signer: NoteSigner;
  readonly ledger: ReadLedger;
  readonly seals: ReadSeals;
  readonly countersign: Countersign;
  /** Starts a sealer; its faults are collected. */
  seal(changes?: Partial<SealerSettings>): Promise<Sealer>;
  readonly faults: unknown[];
}

export const NAME = 'amanat.test/ledger';

export async function openSealedWorld(): Promise<SealedWorld> {
  const world = await openWorld();
  const { database } = world.house;
  const disclosure = new LedgerDisclosure(database);
  const salts = new SlotSalts(world.masterKey);
  const signer = new NoteSigner(NAME, randomBytes(32));
  const faults: unknown[] = [];
  const sealers: Sealer[] = [];
  const seal = async (changes: Partial<SealerSettings> = {}) => {
    const sealer = new Sealer(database, { signer, salts }, { interval: 50, bound: 30, period: 'month', ...changes });
    sealers.push(sealer);
    await sealer.start((error) => faults.push(error));
    return sealer;
  };
  return {
    ...world, signer, seal, faults,
    ledger: new ReadLedger(disclosure, new CursorSeal(world.masterKey)), seals: new ReadSeals(disclosure, salts), countersign: new Countersign(database),
    close: async () => {
      await Promise.all(sealers.map((each) => each.close()));
      await world.close();
    },
  };
}
