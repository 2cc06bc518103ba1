import { randomBytes } from 'node:crypto';
import { Sealer } from '#libs/audit';
import { NoteSigner, SlotSalts } from '#libs/proofs';
import { RecallsWatch } from '#libs/recalls';
import { eventually } from '../../world/eventually.js';
import type { World } from '../../world/index.js';

/** Seals the ledger of a world as it stands and lets the watch follow every copy, as the worker does; what is then overdue is told as well. */
export async function followCopies({ house, masterKey, rows }: World): Promise<void> {
  const signer = new NoteSigner('amanat.test/recalls', randomBytes(32));
  const sealer = new Sealer(house.database, { signer, salts: new SlotSalts(masterKey) }, { interval: 50, bound: 3_600, period: 'month' });
  let fault: unknown;
  await sealer.start((error) => { fault = error; });
  const watch = new RecallsWatch(house.database);
  try {
    await eventually(async () => {
      if (fault) throw fault;
      await watch.run();
      const [left] = await rows<{ lines: string }>('select (select count(*) from audit.ledger where agency <> \'operator\') - (select coalesce(sum(passed), 0) from recalls.place) as lines');
      return Number(left!.lines) === 0;
    }, () => 'the watch did not pass all lines');
  } finally {
    await sealer.close();
  }
  await rows(`update recalls.holder set remind_at = now(), deadline_at = now()`);
  await watch.run();
}
