import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dropExpired } from '#libs/audit';
import { hashFrom, headHash, readHead } from '#libs/proofs';
import { caseDocument, envelope } from '../world/index.js';
import { eventually } from '../world/eventually.js';
import { migrateHub } from '../../apps/assembly/schema.js';
import { openSealedWorld, type SealedWorld } from './sealed-world.js';

let world: SealedWorld;
beforeAll(async () => { world = await openSealedWorld(); }, 60_000);
afterAll(() => world?.close());

const dpo = () => world.caller('fia-dpo', { agency: 'fia', audiences: ['fia'], officer: null });
const write = () => world.submit('fia', 'case', caseDocument({ envelope: envelope({ recipients: ['nccia'] }) }));
const sealed = () => eventually(async () => (await world.rows(`
  select from audit.ledger l left join audit.place p using (agency) where p.agency is null or (l.era, l.xid, l.seq) > (p.era, p.xid, p.seq) limit 1`)).length === 0);
const opening = async () => (await world.seals.opening(dpo(), {}))!;

describe('a ledger over a long time', () => {
  it('while nobody seals the log does not stop: the intervals are made up for, and its size still follows from the clock', async () => {
    const sealer = await world.seal();
    await write();
    await sealed();
    await sealer.close();
    await new Promise((resume) => setTimeout(resume, 700));
    await world.seal();
    const log = await world.seals.log(dpo());
    const [clock] = await world.rows<{ tick: string }>('select floor(extract(epoch from clock_timestamp()) * 1000 / 50) as tick');
    expect(Math.abs(Number(clock!.tick) - (log.firstTick + log.size))).toBeLessThan(20);
    await sealed();
    expect(world.faults).toEqual([]);
  });

  it('each period is a tree of its own that names the one before it', async () => {
    await world.rows(`update audit.tree set period = '2020-01' where agency = 'fia'`);
    await world.rows(`update audit.head set period = '2020-01' where agency = 'fia'`);
    await restart();
    await write();
    await sealed();
    await eventually(async () => (await opening()).trees.length === 2);
    const [former, now] = (await opening()).trees;
    expect(hashFrom(now!.before)).toEqual(headHash(readHead(former!)));
    expect((await world.ledger.lines(dpo(), { period: '2020-01' })).found.map(({ index }) => index)).toEqual([...Array(former!.size).keys()]);
  });

  it('a period beyond its retention is dropped, says so in a line, and what follows is verified as before', async () => {
    const [former] = (await opening()).trees;
    expect(await dropExpired(world.url, 1)).toBe(former!.size);
    const [kept] = (await opening()).trees;
    expect(kept).toEqual({ ...former, dropped: true });
    expect((await world.ledger.tile(dpo(), { period: '2020-01', index: 0 })).lines).toEqual([]);
    expect(await world.rows(`select kind, client from audit.ledger where agency = 'fia' and action = 'drop-period'`)).toEqual([{ kind: '2020-01', client: 'hub' }]);
    expect(await dropExpired(world.url, 1)).toBe(0);
    await sealed();
    expect((await world.ledger.lines(dpo(), { period: (await opening()).head.period })).found.length).toBeGreaterThan(0);
  });

  it('a database restored from a dump, which counts its transactions anew, is sealed on behind what it had', async () => {
    await world.rows(`update audit.ledger set xid = (xid::text::bigint + 1000000000)::text::xid8`);
    await world.rows(`update audit.place set xid = (xid::text::bigint + 1000000000)::text::xid8`);
    await world.rows(`update audit.tree set last_xid = (last_xid::text::bigint + 1000000000)::text::xid8`);
    const { size } = (await opening()).head;
    await migrateHub(world.url);
    await restart();
    await write();
    await eventually(async () => (await opening()).head.size > size);
    await sealed();
    expect(await world.rows(`select distinct era from audit.ledger order by 1`)).toEqual([{ era: 1 }, { era: 2 }]);
    expect(world.faults).toEqual([]);
  });
});

let last: Awaited<ReturnType<SealedWorld['seal']>> | null = null;
/** The leading sealer reads its trees again. */
async function restart(): Promise<void> {
  await world.rows(`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objid = 7261004 and database = (select oid from pg_database where datname = current_database())`);
  await last?.close();
  last = await world.seal();
  world.faults.length = 0;
}
