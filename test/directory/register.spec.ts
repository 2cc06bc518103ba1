import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { closeStream, Directory, issueCredentials, openStream, registerAgency, registerClient, type Agency } from '#libs/directory';
import { purposesIn } from '#libs/contracts';
import { hashSecret, newSecret, secretMatches } from '#libs/identity';
import type { Database } from '#libs/postgres';
import { demoRegister, type World } from './world.js';

let world: World;
beforeAll(async () => void (world = await demoRegister()));
afterAll(() => world.close());

const revision = async () => (await world.database.query<{ number: string }>('select number from directory.revision'))[0]!.number;
const tables = async () => JSON.stringify(await world.database.query('select * from directory.client, directory.revision order by id'));

/** Waits until `seen` holds, a second at most; tells how long it took in milliseconds. */
async function withinASecond(seen: () => boolean): Promise<number> {
  const start = performance.now();
  while (!seen()) {
    if (performance.now() - start > 1000) throw new Error('the change was not seen within a second');
    await pause(5);
  }
  return performance.now() - start;
}

/** Ends the connections that listen, as the owner; tells how many there were. */
async function breakListening(): Promise<number> {
  const owner = new pg.Client({ connectionString: world.url });
  await owner.connect();
  const { rowCount } = await owner.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where query = 'listen directory' and datname = current_database()`);
  await owner.end();
  return rowCount ?? 0;
}

const UNODC: Agency = {
  code: 'unodc', name: 'United Nations Office on Drugs and Crime', nameUr: null,
  type: 'protection', regime: 'IO', country: null, contact: null,
};

describe('the register of participants', () => {
  it('holds the nine demonstration agencies, each with its own client and two streams', () => {
    const codes = ['beoe', 'de-bka', 'europol', 'fia', 'frontex', 'iom', 'nccia', 'police-punjab', 'pta'];
    expect(world.directory.agencies().map((agency) => agency.code)).toEqual(codes);
    for (const code of codes) {
      expect(world.directory.client(code)).toMatchObject({ agency: code, roles: ['officer'] });
      expect(world.directory.streamsOf(code).map((stream) => stream.name)).toEqual(['alerts', 'records']);
      expect(world.directory.audiencesOf(code)).toEqual([code]);
    }
    expect(world.directory.client('nobody')).toBeNull();
    expect(world.directory.agency('nobody')).toBeNull();
  });

  it('lets no stream ask for a purpose or a legal basis that the agency\'s client has not', () => {
    for (const stream of world.directory.streams()) {
      const client = world.directory.client(stream.agency)!;
      expect(purposesIn(client.purposes)).toContain(stream.purpose);
      expect(client.legalBases).toContain(stream.legalBasis);
      expect(stream.classes & ~client.classes).toBe(0);
    }
  });

  it('lets a client name only legal bases that its regime has', async () => {
    const list = JSON.parse(await readFile('schemas/codelists/law/legal-bases.json', 'utf8'));
    const regimes = new Map<string, string[]>(list.codes.map((basis: { code: string; regimes: string[] }) => [basis.code, basis.regimes]));
    for (const { agency, legalBases } of world.participants.clients) {
      const regime = agency === null ? 'PK' : world.directory.agency(agency)!.regime;
      for (const basis of legalBases) expect([basis, regimes.get(basis)]).toEqual([basis, expect.arrayContaining([regime])]);
    }
  });

  it('is not changed by a second start, not even its revision', async () => {
    const before = await tables();
    await world.load();
    expect(await tables()).toBe(before);
  });

  it('comes out the same when two processes start at the same moment', async () => {
    const before = await tables();
    await Promise.all([world.load(), world.load(), world.load()]);
    expect(await tables()).toBe(before);
  });

  it('refuses a client of an agency that takes no part', async () => {
    const client = { ...world.directory.client('fia')!, id: 'stray', agency: 'nowhere' };
    await expect(world.database.transaction((tx) => registerClient(tx, client))).rejects.toThrow(/foreign key/);
  });

  it('keeps only scrypt hashes of the secrets', async () => {
    const rows = await world.database.query<{ row: string }>('select client::text as row from directory.client');
    const { clients } = JSON.parse(await readFile(world.credentials, 'utf8'));
    expect(rows).toHaveLength(15);
    for (const { secret } of Object.values<{ secret: string }>(clients)) {
      expect(secret).toMatch(/^[\w-]{43}$/);
      expect(rows.every(({ row }) => !row.includes(secret))).toBe(true);
    }
  });
});

describe('a change in the register', () => {
  it('is seen within a second: a new agency', async () => {
    let rung = 0;
    const stop = world.directory.onChange(() => void (rung += 1));
    await world.database.transaction((tx) => registerAgency(tx, UNODC));
    await withinASecond(() => world.directory.agency('unodc') !== null);
    expect(world.directory.agency('unodc')).toEqual(UNODC);
    expect(rung).toBeGreaterThan(0);
    stop();
  });

  it('is seen within a second when the notification\'s connection is broken', async () => {
    expect(await breakListening()).toBe(1);
    await world.database.transaction((tx) => registerAgency(tx, { ...UNODC, name: 'UNODC' }));
    await withinASecond(() => world.directory.agency('unodc')?.name === 'UNODC');
  });

  it('is seen within a second where no notification ever comes', async () => {
    const cutOff: Database = Object.assign(Object.create(world.database), { reserve: () => Promise.reject(new Error('none to spare')) });
    const polling = await Directory.open(Object.assign(cutOff, {
      run: world.database.run.bind(world.database),
    }));
    await world.database.transaction((tx) => registerAgency(tx, { ...UNODC, country: 'AT' }));
    await withinASecond(() => polling.agency('unodc')?.country === 'AT');
    await world.database.transaction((tx) => registerAgency(tx, { ...UNODC, name: 'UNODC' }));
    await withinASecond(() => polling.agency('unodc')?.country === null);
    await polling.close();
  });

  it('is not seen before it is committed, nor when it is rolled back', async () => {
    const before = await revision();
    await world.database.transaction(async (tx) => {
      await registerAgency(tx, { ...UNODC, name: 'never' });
      await pause(600);
      expect(world.directory.agency('unodc')?.name).toBe('UNODC');
      throw new Error('rolled back');
    }).catch(() => undefined);
    await world.directory.refresh();
    expect(world.directory.agency('unodc')?.name).toBe('UNODC');
    expect(await revision()).toBe(before);
  });

  it('opens and closes a stream; an expired one is none', async () => {
    const stream = { ...world.directory.streamsOf('fia')[0]!, name: 'trial', expiresAt: new Date(Date.now() + 3_600_000) };
    await world.database.transaction((tx) => openStream(tx, stream));
    await withinASecond(() => world.directory.streamsOf('fia').length === 3);
    await world.database.transaction((tx) => openStream(tx, { ...stream, expiresAt: new Date(Date.now() - 1) }));
    await withinASecond(() => world.directory.streamsOf('fia').length === 2);
    await world.database.transaction((tx) => closeStream(tx, 'fia', 'trial'));
    await expect(world.database.transaction((tx) => closeStream(tx, 'fia', 'trial'))).rejects.toMatchObject({ code: 'STREAM_UNKNOWN' });
  });

  it('lets no stream take the name of a topic that every agency has', async () => {
    for (const name of ['rejections', 'approvals', 'protection']) {
      const stream = { ...world.directory.streamsOf('fia')[0]!, name };
      await expect(world.database.transaction((tx) => openStream(tx, stream))).rejects.toThrow(/check/);
    }
  });
});

describe('the credentials file', () => {
  const usersFile = () => `${world.credentials}.users`;
  const issue = async () => {
    await writeFile(usersFile(), JSON.stringify({ fia: 'of-fia', hub: 'of-the-hub' }));
    await issueCredentials(world.credentials, {
      tokenUrl: 'http://localhost:4000/oauth/token',
      graphqlUrl: 'http://localhost:4000/graphql',
      kafka: { brokers: 'localhost:9092', usersFile: usersFile() },
    }, world.participants.clients);
  };
  const read = async () => JSON.parse(await readFile(world.credentials, 'utf8'));

  it('tells each client its secret and its agency\'s broker login, and nobody the hub\'s', async () => {
    await issue();
    const credentials = await read();
    expect(credentials).toMatchObject({ tokenUrl: 'http://localhost:4000/oauth/token', kafka: { brokers: 'localhost:9092' } });
    expect(credentials.clients.pta).toMatchObject({ agency: 'pta', purposes: ['content-blocking'], legalBases: ['RBUOC2021', 'PECA2016'] });
    expect(credentials.clients.fia.kafka).toEqual({ username: 'fia', password: 'of-fia' });
    expect(credentials.clients['fia-dpo'].kafka).toBeNull();
    expect(JSON.stringify(credentials)).not.toContain('of-the-hub');
  });

  it('is for its owner\'s eyes alone, and written once', async () => {
    await issue();
    const { mode, mtimeMs } = await stat(world.credentials);
    expect(mode & 0o777).toBe(0o600);
    await issue();
    expect((await stat(world.credentials)).mtimeMs).toBe(mtimeMs);
  });

  it('holds secrets that fit the register, also after it was lost', async () => {
    await rm(world.credentials);
    await world.load();
    const { clients } = await read();
    await world.directory.refresh();
    expect(await secretMatches(clients.fia.secret, world.directory.client('fia')!.secretHash)).toBe(true);
    expect(await secretMatches(newSecret(), await hashSecret(newSecret()))).toBe(false);
  });
});
