import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { maskOf, purposeMask } from '#libs/contracts';
import { closeStream, openStream, registerAgency, registerClient, reinstateAgency, suspendAgency } from '#libs/directory';
import { Kafka } from '#libs/kafka';
import { Metrics } from '#libs/process';
import type { Tx } from '#libs/postgres';
import { startWorker, type Worker } from '../../apps/assembly/worker.js';
import { broker, brokerLogin, freshTopicPrefix } from '../services/index.js';
import { caseDocument, envelope, openWorld, type World } from '../world/index.js';
import { attackerWith, ON_TOPICS, outcomeOf, type Attacker } from './attempts.js';

/** An agency that nobody else's test knows: its login comes and goes. */
const AGENCY = `lab-${randomBytes(4).toString('hex')}`;
const prefix = freshTopicPrefix();
const hub = Kafka.from({ ...brokerLogin('hub'), topicPrefix: prefix })!;
const { topics } = hub;
const RECORDS = topics.outbound(AGENCY, 'records');
const measured: string[] = [];
const connections: Attacker[] = [];
let folder: string;
let world: World;
let worker: Worker;
let agency: Attacker;

const users = () => ({ file: join(folder, 'users.json'), quota: { inBytes: 10_000_000, outBytes: 50_000_000 } });
const start = () => startWorker(world.house, Kafka.from({ ...brokerLogin('hub'), topicPrefix: prefix })!, { metrics: new Metrics() }, users());
const write = (work: (tx: Tx) => Promise<void>) => world.house.database.transaction(work);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'amanat-users-'));
  // The run's other users are in the file as `npm start` puts them there: what it holds is what is made.
  await writeFile(users().file, JSON.stringify(broker().users));
  world = await openWorld();
  worker = await start();
}, 60_000);

afterAll(async () => {
  process.stdout.write(`\nFrom the directory's commit to the broker:\n${measured.map((line) => `  ${line}`).join('\n')}\n`);
  await Promise.all(connections.map((one) => one.disconnect()));
  await worker.close();
  await hub.admin().align([], world.house.directory.agencies().map(({ code }) => code));
  await hub.admin().deleteTopics(await hub.admin().list());
  await hub.close();
  await world.close();
  await rm(folder, { recursive: true });
});

/** Milliseconds until it is so; the promise of the directory is a second. */
async function within(bound: number, what: string, holds: () => Promise<boolean>): Promise<void> {
  const begun = performance.now();
  while (!(await holds())) {
    if (performance.now() - begun > bound) throw new Error(`${what}: not within ${bound} ms`);
    await pause(2);
  }
  measured.push(`${what.padEnd(62)} ${Math.round(performance.now() - begun)} ms`);
}

async function login(): Promise<Attacker> {
  const passwords = JSON.parse(await readFile(users().file, 'utf8')) as Record<string, string>;
  const { brokers } = brokerLogin('hub');
  const connection = attackerWith(brokers[0]!, { brokers, username: AGENCY, password: passwords[AGENCY] ?? '' });
  connections.push(connection);
  await connection.connect();
  return connection;
}

const may = (what: string, topic: string) => outcomeOf(ON_TOPICS[what]!(agency, topic));
const fetchedAfter = async (waiting: Promise<any>) => (await waiting).responses.flatMap(({ partitions }: any) => partitions.flatMap(({ messages }: any) => messages));
const next = (offset: string, maxWaitTime: number) => agency.fetch({
  replicaId: -1, isolationLevel: 0, maxWaitTime, topics: [{ topic: RECORDS, partitions: [{ partition: 0, fetchOffset: offset, maxBytes: 1_000_000 }] }],
});
const end = async () => (await hub.admin().endOffsets(RECORDS))[0]!.offset;
const submit = () => world.submit('fia', 'case', caseDocument({ envelope: envelope({ recipients: [AGENCY] }) }));

const stream = () => ({
  agency: AGENCY, name: 'records', kinds: ['case'], purpose: 'criminal-investigation', legalBasis: 'PTPA2018',
  classes: maskOf('REFERENCE', 'EVENT'), expiresAt: new Date(Date.now() + 86_400_000),
});

describe('the rights at the broker follow the directory within a second', () => {
  it('an agency that is registered can log in, and has its topics', async () => {
    await write(async (tx) => {
      await registerAgency(tx, { code: AGENCY, name: 'Laboratory', nameUr: null, type: 'investigation', regime: 'PK', country: 'PK', contact: null });
      await registerClient(tx, {
        id: AGENCY, agency: AGENCY, roles: ['officer'], classes: maskOf('REFERENCE', 'EVENT'), purposes: purposeMask('criminal-investigation'),
        clearance: 4, legalBases: ['PTPA2018'], secretHash: 'none that any secret fits',
      });
      await openStream(tx, stream());
    });
    await within(3_000, 'registered → logs in', () => login().then((connection) => { agency = connection; return true; }, () => false));
    await within(1_000, 'registered → reads its stream', async () => (await may('fetch', RECORDS)) === 'DONE');
    await world.house.directory.refresh();
    await submit();
    await within(2_000, '(a record arrives on the stream)', async () => (await end()) === '1');
  }, 20_000);

  it('a stream that is closed is read no more, not even by a fetch that was already waiting', async () => {
    const before = await end();
    // One connection of the agency waits with its fetch; another one asks.
    const patient = agency;
    const waiting = fetchedAfter(next(before, 3_000));
    agency = await login();
    await write((tx) => closeStream(tx, AGENCY, 'records'));
    await within(1_000, 'stream closed → its fetch is refused', async () => (await may('fetch', RECORDS)) === 'TOPIC_AUTHORIZATION_FAILED');
    await world.house.directory.refresh();
    await submit();
    expect(await waiting).toEqual([]);
    expect(await end()).toBe(before);
    expect(await outcomeOf(ON_TOPICS['fetch']!(patient, RECORDS))).toBe('TOPIC_AUTHORIZATION_FAILED');
    // What it must still hear: what it has to give back, and what was refused.
    for (const topic of [topics.recalls(AGENCY), topics.rejections(AGENCY), topics.approvals(AGENCY), topics.protection(AGENCY)]) expect(await may('fetch', topic)).toBe('DONE');
  }, 20_000);

  it('a stream that is opened again is read again, and one that expires is not', async () => {
    await write((tx) => openStream(tx, stream()));
    await within(1_000, 'stream opened → reads it', async () => (await may('fetch', RECORDS)) === 'DONE');
    const expiresAt = new Date(Date.now() + 400);
    await write((tx) => openStream(tx, { ...stream(), expiresAt }));
    await within(1_400, 'stream expires (400 ms from now) → its fetch is refused', async () => (await may('fetch', RECORDS)) === 'TOPIC_AUTHORIZATION_FAILED');
    await write((tx) => openStream(tx, stream()));
    await within(1_000, 'stream prolonged → reads it', async () => (await may('fetch', RECORDS)) === 'DONE');
  }, 20_000);

  it('an agency that is suspended reads nothing, writes nothing and cannot log in; let in again, it gets what was kept', async () => {
    await world.house.directory.refresh();
    const before = await end();
    await write((tx) => suspendAgency(tx, AGENCY));
    await within(1_000, 'suspended → fetch refused', async () => (await may('fetch', RECORDS)) === 'TOPIC_AUTHORIZATION_FAILED');
    expect(await may('fetch', topics.recalls(AGENCY))).toBe('TOPIC_AUTHORIZATION_FAILED');
    expect(await may('produce', topics.inbound(AGENCY))).toBe('TOPIC_AUTHORIZATION_FAILED');
    await within(1_000, 'suspended → login refused', () => login().then(() => false, () => true));
    await world.house.directory.refresh();
    await submit();
    await pause(500);
    expect(await end()).toBe(before);

    await write((tx) => reinstateAgency(tx, AGENCY));
    await within(1_000, 'reinstated → logs in', () => login().then(() => true, () => false));
    await within(1_000, 'reinstated → reads its stream', async () => (await may('fetch', RECORDS)) === 'DONE');
    await within(3_000, '(what was kept arrives)', async () => Number(await end()) > Number(before));
  }, 30_000);

  it('what changed while no hub ran is made good at the next start, for an agency that is gone too', async () => {
    await worker.close();
    await world.rows(`delete from directory.stream where agency = $1`, [AGENCY]);
    await world.rows(`delete from directory.client where agency = $1`, [AGENCY]);
    await world.rows(`delete from directory.agency where code = $1`, [AGENCY]);
    expect(await may('fetch', RECORDS)).toBe('DONE');
    await world.house.directory.refresh();
    worker = await start();
    await within(1_000, '(agency gone → fetch refused, from the start on)', async () => (await may('fetch', RECORDS)) === 'TOPIC_AUTHORIZATION_FAILED');
    expect(await may('produce', topics.inbound(AGENCY))).toBe('TOPIC_AUTHORIZATION_FAILED');
    await expect(login()).rejects.toThrow(/authentication/i);
  }, 30_000);
});
