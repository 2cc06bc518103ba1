import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { MasterKeys, nameOf, Rotation, wrappingKeyFrom } from '#libs/keys';
import { systemIds } from '#libs/kernel';
import { FindRecords, SubmitRecord } from '#libs/records';
import { wrappingOf } from '../../apps/assembly/keys/bring-up.js';
import { openHouse, type House } from '../../apps/assembly/house.js';
import { amanatWith, type CommandEnd } from '../import/command.js';
import { caseDocument, refusalOf } from '../world/index.js';
import { openKeysWorld, type KeysWorld } from './keys-world.js';

const NEW = randomBytes(32);
const NAME = 'زینب خان';
/** More than one lot of the rotation. */
const MANY = 2_500;

let world: KeysWorld;
let before: House;
const ids: string[] = [];

const unders = async () => (await world.keyRows<{ under: string }>('select distinct under from keys.key order by 1')).map(({ under }) => under);
const housed = (wrapping: MasterKeys) => openHouse({ databaseUrl: world.sessionUrl, keysUrl: world.keysUrl, masterKey: world.masterKey, wrapping, poolSize: 3 });
const nameIn = async (house: House, id: string): Promise<unknown> => {
  const found: any = await new FindRecords(house.disclosure).one(world.caller('fia', { purpose: 'victim-protection' }), 'case', id);
  return found?.victims[0].identity?.fullName;
};
const handIn = async (house: House) => (await new SubmitRecord(house.keeping).run(world.caller('fia'), { kind: 'case', document: caseDocument(), idempotencyKey: randomUUID() })).id;

beforeAll(async () => {
  world = await openKeysWorld();
  const old = wrappingKeyFrom(world.masterKey);
  before = await housed(new MasterKeys(old, [NEW])); // a process of the first round: it believes the new key and wraps under the old
  for (let nth = 0; nth < 10; nth++) ids.push(await handIn(before));
  for (let made = 0; made < MANY; made += 500) await before.keys.store.make(500);
}, 60_000);
afterAll(async () => {
  await before?.close();
  await world?.close();
});

describe('the wrapping key is changed while the hub goes on, LED art. 29', () => {
  it('every key goes under the new one while records come in and are read; stopped in the middle, it goes on where it was', async () => {
    const old = wrappingKeyFrom(world.masterKey);
    expect(await unders()).toEqual([nameOf(old)]);
    const after = await housed(new MasterKeys(NEW, [old]));
    try {
      const rotation = new Rotation(after.keys.database, new MasterKeys(NEW, [old]), systemIds);
      expect(await rotation.due()).toBe(true);
      const stopped = new AbortController();
      const first = await rotation.run(() => stopped.abort(), stopped.signal);
      expect([first.finishedAt, first.walked]).toEqual([null, 1_000]);
      expect(await unders()).toHaveLength(2);
      let work = true;
      const traffic = (async () => {
        while (work) {
          for (const house of [before, after]) {
            ids.push(await handIn(house));
            expect(await nameIn(house, ids[ids.length % 7]!)).toBe(NAME);
          }
        }
      })();
      const job = await rotation.run();
      work = false;
      await traffic;
      expect([job.id, job.finishedAt === null, job.wrapped > MANY]).toEqual([first.id, false, true]);
      await before.close();
      expect((await rotation.run()).finishedAt).not.toBeNull(); // what the last process of the old key made meanwhile
      expect([await rotation.due(), await unders()]).toEqual([false, [nameOf(NEW)]]);
    } finally {
      await after.close();
    }
  }, 60_000);

  it('the old key may go then: whoever has the new one alone opens everything, and whoever has the old one nothing', async () => {
    const alone = await housed(new MasterKeys(NEW));
    const late = await housed(new MasterKeys(wrappingKeyFrom(world.masterKey)));
    try {
      for (const id of ids) expect([id, await nameIn(alone, id)]).toEqual([id, NAME]);
      expect((await refusalOf(nameIn(late, ids[0]!))).map(({ code }) => code)).toEqual(['MASTER_KEY_UNKNOWN']);
    } finally {
      await alone.close();
      await late.close();
    }
  });

  it('what is shredded meanwhile stays gone: a lot that was read before does not bring it back', async () => {
    const other = randomBytes(32);
    const house = await housed(new MasterKeys(other, [NEW]));
    try {
      const [key] = await house.keys.store.make(1);
      const { database } = house.keys;
      const [begun] = await database.query<{ id: string }>('select * from keys.begin_rotation($1, $2)', [systemIds.next(), nameOf(NEW)]);
      const read = await database.query<{ id: string; wrapped: Buffer }>('select * from keys.unrotated($1, $2)', [begun!.id, 10_000]);
      await house.keys.ring.shred([{ record: randomUUID(), subject: null, keys: [key!.id] }]);
      const anew = await new MasterKeys(NEW, [other]).wrap(read.map(() => randomBytes(32)));
      await database.query('select * from keys.rotate($1, $2, $3, $4, $5, $6)', [begun!.id, null, read.length, [key!.id], [read.find(({ id }) => id === key!.id)!.wrapped], anew.slice(0, 1)]);
      expect(await world.keyRows('select 1 from keys.key where id = $1', [key!.id])).toEqual([]);
    } finally {
      await house.close();
    }
  });
});

describe('the operator\'s command', () => {
  it('says how it stands, wraps anew, and stands in the operator\'s ledger', async () => {
    const third = randomBytes(32);
    const environment = {
      DATABASE_URL: world.sessionUrl, KEYS_DATABASE_URL: world.keysUrl, AMANAT_MASTER_KEY: world.masterKey.toString('base64'),
      AMANAT_WRAPPING_KEY: third.toString('base64'), AMANAT_WRAPPING_KEY_ALSO: NEW.toString('base64'),
    };
    const run = (...words: string[]): Promise<CommandEnd> => amanatWith(environment, '.', 'rotate-keys', ...words).ended;
    expect((await run('--status')).status).toBe(3);
    const done = await run('--json');
    expect([done.status, JSON.parse(done.results).under]).toEqual([0, nameOf(third)]);
    const status = await run('--status');
    expect([status.status, status.told.trim()]).toEqual([0, 'All keys lie under the present wrapping key.']);
    expect(await world.rows(`select agency, client, action from audit.ledger where action like 'rotate-keys%' order by seq`)).toEqual([
      { agency: 'operator', client: 'retention', action: 'rotate-keys-begun' }, { agency: 'operator', client: 'retention', action: 'rotate-keys-ended' }]);
    const lost = await amanatWith({ ...environment, AMANAT_WRAPPING_KEY: NEW.toString('base64'), AMANAT_WRAPPING_KEY_ALSO: NEW.toString('base64') }, '.', 'rotate-keys').ended;
    expect([lost.status, lost.told.includes('MASTER_KEY_UNKNOWN')]).toEqual([3, true]);
  }, 60_000);

  it('the wrapping key may come from a command, such as one that has a KMS decrypt it', () => {
    const settings = { wrappingKey: null, wrappingKeyAlso: null };
    const printing = (text: string) => ({ ...settings, wrappingKeyCommand: `"${process.execPath}" -e "console.log('${text}')"` });
    expect(wrappingOf(printing(NEW.toString('base64')), world.masterKey).under).toBe(nameOf(NEW));
    expect(() => wrappingOf(printing('no key'), world.masterKey)).toThrow('AMANAT_WRAPPING_KEY_COMMAND must print Base64 of 32 bytes');
    expect(() => wrappingOf({ ...settings, wrappingKeyCommand: `"${process.execPath}" -e "process.exit(1)"` }, world.masterKey)).toThrow('AMANAT_WRAPPING_KEY_COMMAND failed');
  });
});
