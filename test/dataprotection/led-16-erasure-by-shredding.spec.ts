import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse, type House } from '../../apps/assembly/house.js';
import { FindRecords, type Receipt } from '#libs/records';
import { caseDocument, envelope, incidentDocument, refusalOf } from '../world/index.js';
import { dumpRows, dumpWithPgDump, type Backup } from './backup/backup.js';
import { limitsOf, openKeysWorld, type KeysWorld } from './keys-world.js';

const PROTECTION = { purpose: 'victim-protection' };
const NAME = 'زینب خان';
const SECOND = { ref: 'V2', gender: 'Feminine', majority: 'Child', identity: { fullName: 'Amina Invented' } };
/** Words of the open slices, and of nothing else in the world. */
const SUMMARY = 'Kept in a house by the canal, as the neighbours heard it.';

let world: KeysWorld;
beforeAll(async () => { world = await openKeysWorld(); });
afterAll(() => world?.close());

const read = async (id: string, find: FindRecords = world.find): Promise<any> => find.one(world.caller('fia', PROTECTION), 'case', id);
const lines = (id: string) => world.rows<{ agency: string; action: string; client: string }>(
  `select agency, client, action from audit.ledger where $1 = any (records) and action not in ('submit', 'read', 'deliver') order by seq`, [id]);

/** Everything that could open or say something of a record. */
async function left(id: string): Promise<Record<string, number>> {
  const [counts] = await world.rows<Record<string, number>>(`select ${['sealed_slice', 'record_audience', 'record_facet', 'earlier_view', 'withdrawal']
    .map((table) => `(select count(*)::int from records.${table} where record_id = $1) as ${table}`).join(', ')}, (select count(*)::int from records.history where id = $1) as history`, [id]);
  return counts!;
}

async function withRestored(backup: Backup, work: (house: House, rows: KeysWorld['rows']) => Promise<void>): Promise<void> {
  const restored = await backup.restore();
  const house = await openHouse({ databaseUrl: restored.sessionUrl, keysUrl: world.keysUrl, masterKey: world.masterKey, poolSize: 3 });
  try {
    await work(house, world.rows);
  } finally {
    await house.close();
    await restored.drop();
  }
}

describe('a record that its originator erases', () => {
  let receipt: Receipt;
  beforeAll(async () => {
    receipt = await world.submit('fia', 'case', caseDocument({ summary: SUMMARY }), 'to be erased');
    receipt = await world.amend('fia', 'case', receipt, caseDocument({ summary: `${SUMMARY} And moved.`, victims: [SECOND] }));
  });

  it('is nobody\'s any more, nor is any version of it, and its row says nothing', async () => {
    expect((await read(receipt.id)).victims[0].identity.fullName).toBe('Amina Invented');
    const erased = await world.erase('fia', 'case', receipt.id, 'erase it');
    expect(erased).toEqual({ id: receipt.id, kind: 'case', version: 3, duplicate: false });
    expect(await read(receipt.id)).toBeNull();
    expect(await world.find.one(world.caller('nccia'), 'case', receipt.id)).toBeNull();
    expect(Object.values(await left(receipt.id)).every((count) => count === 0)).toBe(true);
    const [row] = await world.rows<{ row: Record<string, unknown> }>('select to_jsonb(r) as row from records.record r where id = $1', [receipt.id]);
    const kept = Object.entries(row!.row).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)).map(([name]) => name).sort();
    expect(kept).toEqual(['categories', 'changed_at', 'changes', 'erase_at', 'held_until', 'id', 'kind', 'onward', 'originator', 'purposes', 'referral_consent', 'regime', 'restricted', 'slice_versions', 'state', 'tlp', 'version']);
    expect(JSON.stringify(row)).not.toContain('canal');
  });

  it('tells everybody who was sent it to let go of it, once', async () => {
    const told = await world.rows<{ agency: string; type: string }>('select agency, type from delivery.entry where record_id = $1 order by xid, seq', [receipt.id]);
    const last = new Map(told.map(({ agency, type }) => [agency, type]));
    expect([...last.keys()].sort()).toEqual(['europol', 'iom', 'nccia']);
    expect([...new Set(last.values())]).toEqual(['record.withdrawn.v1']);
    expect(told.filter(({ type }) => type === 'record.withdrawn.v1')).toHaveLength(3);
  });

  it('has its keys destroyed within a pass, and both is a line of its originator\'s ledger', async () => {
    const [due] = await world.rows<{ keys: string[]; shredded_at: Date | null }>('select keys, shredded_at from retention.erasure where record_id = $1', [receipt.id]);
    expect([due!.keys.length, due!.shredded_at]).toEqual([4, null]);
    expect(await world.keyRows('select id from keys.key where id = any ($1)', [due!.keys])).toHaveLength(4);
    expect((await world.limits.run()).shredded).toBe(1);
    expect(await world.keyRows('select id from keys.key where id = any ($1)', [due!.keys])).toEqual([]);
    expect(await lines(receipt.id)).toEqual(expect.arrayContaining([
      { agency: 'fia', client: 'fia', action: 'erase' }, { agency: 'fia', client: 'retention', action: 'shred' }]));
    expect((await world.limits.run()).shredded).toBe(0);
  });

  it('comes back neither by a retry of what handed it in, nor by one of the erasure', async () => {
    expect(await world.submit('fia', 'case', caseDocument({ summary: SUMMARY }), 'to be erased')).toMatchObject({ id: receipt.id, duplicate: true });
    expect(await world.erase('fia', 'case', receipt.id, 'erase it')).toEqual({ id: receipt.id, kind: 'case', version: 3, duplicate: true });
    expect(await read(receipt.id)).toBeNull();
  });

  it('is refused what comes after: another erasure, an amendment; and to everybody else it never was', async () => {
    const codes = async (work: Promise<unknown>) => (await refusalOf(work)).map(({ code }) => code);
    expect(await codes(world.erase('fia', 'case', receipt.id))).toEqual(['RECORD_ERASED']);
    expect(await codes(world.amend('fia', 'case', receipt, caseDocument()))).toEqual(['RECORD_NOT_FOUND']);
    expect(await codes(world.erase('nccia', 'case', receipt.id))).toEqual(['RECORD_NOT_FOUND']);
    expect(await codes(world.erase('fia', 'case', '01900000-0000-7000-8000-000000000000'))).toEqual(['RECORD_NOT_FOUND']);
    const other = await world.submit('fia', 'incident', incidentDocument());
    expect(await codes(world.erase('fia', 'case', other.id))).toEqual(['RECORD_NOT_FOUND']);
    expect(await codes(world.erase('nccia', 'incident', other.id))).toEqual(['RECORD_NOT_FOUND']);
    expect(await codes(world.erase('fia', 'incident', other.id, 'key', 'because'))).toEqual(['CODE_UNKNOWN']);
    expect(await world.find.one(world.caller('fia'), 'incident', other.id)).not.toBeNull();
  });
});

describe('one person who is erased out of a record', () => {
  const BOTH = caseDocument({ victims: [...(caseDocument().victims as object[]), SECOND] });

  it('is gone from every version, sealed and open; the others stay, and whoever sees the difference is told', async () => {
    let receipt = await world.submit('fia', 'case', BOTH);
    receipt = await world.amend('fia', 'case', receipt, { ...BOTH, summary: 'Moved on.' });
    const erased = await world.erasePerson('fia', receipt.id, 'victims', 'V2');
    expect(erased).toMatchObject({ version: 3, duplicate: false });
    const after = await read(receipt.id);
    expect(after.victims.map(({ ref, identity }: any) => [ref, identity.fullName])).toEqual([['V1', NAME]]);
    expect(after.version).toBe(3);
    const rows = await world.rows<{ slices: string }>(`select concat(event, method, assessment) as slices from records.record where id = $1
      union all select concat(event, method, assessment) from records.history where id = $1`, [receipt.id]);
    expect(rows.length).toBe(2);
    expect(rows.filter(({ slices }) => slices.includes('V2'))).toEqual([]);
    const told = await world.rows<{ agency: string; type: string; version: number }>('select agency, type, version from delivery.entry where record_id = $1 and version = 3 order by agency', [receipt.id]);
    expect(told.map(({ agency, type }) => [agency, type])).toEqual(['europol', 'iom', 'nccia'].map((agency) => [agency, 'record.amended.v1']));
    expect((await world.limits.run()).shredded).toBe(1);
  });

  it('may be amended afterwards as any other record, and the person is not found twice', async () => {
    const receipt = await world.submit('fia', 'case', BOTH);
    const erased = await world.erasePerson('fia', receipt.id, 'victims', 'V2');
    expect((await refusalOf(world.erasePerson('fia', receipt.id, 'victims', 'V2'))).map(({ code }) => code)).toEqual(['REFERENCE_UNKNOWN']);
    expect((await refusalOf(world.erasePerson('nccia', receipt.id, 'victims', 'V1'))).map(({ code }) => code)).toEqual(['RECORD_NOT_FOUND']);
    expect((await refusalOf(world.erasePerson('fia', receipt.id, 'envelope', 'V1'))).map(({ code }) => code)).toEqual(['CODE_UNKNOWN']);
    const amended = await world.amend('fia', 'case', erased, caseDocument({ summary: 'Another day.' }));
    expect((await read(amended.id)).victims[0].identity.fullName).toBe(NAME);
  });
});

describe('a backup that is restored after the erasure', () => {
  let erased: Receipt;
  let partly: Receipt;
  let kept: Receipt;
  const backups: Backup[] = [];
  beforeAll(async () => {
    erased = await world.submit('fia', 'case', caseDocument({ summary: SUMMARY }));
    partly = await world.submit('fia', 'case', caseDocument({ victims: [...(caseDocument().victims as object[]), SECOND] }));
    kept = await world.submit('fia', 'case', caseDocument());
    await world.limits.run();
    backups.push(await dumpRows(world.url));
    const whole = await dumpWithPgDump(world.url);
    if (whole) backups.push(whole);
    await world.erase('fia', 'case', erased.id);
    await world.erasePerson('fia', partly.id, 'victims', 'V2');
    await world.limits.run();
  }, 120_000);

  it('has every ciphertext and the names of the keys, and nothing of the key store', async () => {
    const keys = await world.keyRows<{ wrapped: Buffer }>('select wrapped from keys.key');
    expect(keys.length).toBeGreaterThan(8);
    const [slice] = await world.rows<{ ciphertext: Buffer }>('select ciphertext from records.sealed_slice where record_id = $1 limit 1', [kept.id]);
    for (const { bytes } of backups) {
      expect(bytes.includes(slice!.ciphertext.toString('hex'))).toBe(true);
      expect(keys.filter(({ wrapped }) => bytes.includes(wrapped) || bytes.includes(wrapped.toString('hex')))).toEqual([]);
    }
  });

  it('brings back nothing that was sealed: what was not erased opens, what was does not, in any copy', async () => {
    for (const backup of backups) {
      await withRestored(backup, async (house) => {
        const find = new FindRecords(house.disclosure);
        expect([backup.way, (await read(kept.id, find)).victims[0].identity.fullName]).toEqual([backup.way, NAME]);
        const back = await read(erased.id, find);
        expect(back.summary).toBe(SUMMARY); // the row is there again, as it was in the backup
        expect(back.victims.map(({ identity, contact }: any) => [identity ?? null, contact ?? null])).toEqual([[null, null]]);
        expect(back.suspects[0].identity ?? null).toBeNull();
        const others = await read(partly.id, find);
        expect(others.victims.map(({ ref, identity }: any) => [ref, identity?.fullName ?? null])).toEqual([['V1', NAME], ['V2', null]]);
      });
    }
  }, 180_000);

  it('has erased again, at the start of the worker, what it brought back beside that', async () => {
    for (const backup of backups.slice(0, 1)) {
      await withRestored(backup, async (house) => {
        const limits = limitsOf(house, { grace: 30, missed: 'restrict' });
        const find = new FindRecords(house.disclosure);
        expect(await limits.compare()).toBe(2);
        expect(await read(erased.id, find)).toBeNull();
        expect((await read(partly.id, find)).victims.map(({ ref }: any) => ref)).toEqual(['V1']);
        expect(await limits.compare()).toBe(0);
        await limits.run();
      });
    }
  }, 120_000);

  it('of the key store itself is shredded again: what is erased stays so', async () => {
    const again = await world.submit('fia', 'case', caseDocument());
    const before = await world.keyRows<{ id: string; under: string; wrapped: Buffer }>('select * from keys.key');
    await world.erase('fia', 'case', again.id);
    await world.limits.run();
    const [erasure] = await world.rows<{ keys: string[] }>('select keys from retention.erasure where record_id = $1', [again.id]);
    for (const { id, under, wrapped } of before.filter((row) => erasure!.keys.includes(row.id))) await world.keyRows('insert into keys.key values ($1, $2, $3)', [id, under, wrapped]);
    await world.keyRows('delete from keys.erasure where record_id = $1', [again.id]);
    expect(await world.limits.compare()).toBe(0);
    await world.limits.run();
    expect(await world.keyRows('select 1 from keys.key where id = any ($1)', [erasure!.keys])).toEqual([]);
  });
});

describe('the two databases, when one of them is away', () => {
  it('a submission goes on while keys are at hand, and a reading says that it cannot be answered', async () => {
    const receipt = await world.submit('fia', 'case', caseDocument({ envelope: envelope({ recipients: [] }) }));
    const away = new Error('the key store is away');
    const { store, ring } = world.house.keys;
    const original = store.shred.bind(store);
    Object.assign(store, { shred: () => Promise.reject(away) });
    await world.erase('fia', 'case', receipt.id);
    await expect(world.limits.run()).rejects.toBe(away);
    expect(await read(receipt.id)).toBeNull(); // erased and acknowledged, whatever the key store does
    expect(await world.rows('select 1 from retention.erasure where record_id = $1 and shredded_at is null', [receipt.id])).toHaveLength(1);
    Object.assign(store, { shred: original });
    expect((await world.limits.run()).shredded).toBe(1);
    expect(await ring.open([])).toEqual(new Map());
  });
});
