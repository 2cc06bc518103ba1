import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { closeStream, openStream, Provisioning, reinstateAgency, removeClient, suspendAgency, type ProvisionedBroker } from '#libs/directory';
import { Kafka } from '#libs/kafka';
import { brokerLogin, freshTopicPrefix } from '../services/index.js';
import { demoRegister, type World } from './world.js';

const topicPrefix = freshTopicPrefix();
let world: World;
let kafka: Kafka;

beforeAll(async () => {
  world = await demoRegister();
  kafka = Kafka.from({ ...brokerLogin('hub'), topicPrefix })!;
});

afterAll(async () => {
  const admin = kafka.admin();
  await admin.deleteTopics(await admin.list());
  for (const { code } of world.directory.agencies()) await admin.revokeAgency(code);
  await kafka.close();
  await world.close();
});

/** What a broker is asked for, without one. */
function notebook(): ProvisionedBroker & { readonly asked: { served: string[]; barred: readonly string[] }[]; failing: boolean } {
  return {
    asked: [], failing: false,
    async align(served, barred) {
      if (this.failing) throw new Error('away');
      this.asked.push({ served: served.map(({ agency, streams }) => `${agency}:${streams.map(({ name }) => name).join('+')}`), barred });
    },
  };
}

async function eventually(seen: () => boolean, within = 1_000): Promise<void> {
  for (const end = performance.now() + within; !seen(); await pause(5)) {
    if (performance.now() > end) throw new Error(`not within ${within} ms`);
  }
}

async function following(work: (broker: ReturnType<typeof notebook>, provisioning: Provisioning) => Promise<void>): Promise<void> {
  const broker = notebook();
  const provisioning = new Provisioning(world.directory, broker, null, () => undefined);
  provisioning.start();
  try {
    await eventually(() => broker.asked.length > 0);
    await work(broker, provisioning);
  } finally {
    await provisioning.close();
  }
}

const last = (broker: ReturnType<typeof notebook>) => broker.asked.at(-1)!;

describe('the topics of the participants', () => {
  it('are made for every agency: its streams, recalls, rejections, approvals, what concerns its data-protection officer, and the way in', async () => {
    await new Provisioning(world.directory, kafka.admin(), null, () => undefined).once();
    const topics = await kafka.admin().list();
    expect(topics).toHaveLength(9 * 7);
    const of = (name: string) => topics.filter((topic) => topic.endsWith(name)).length;
    expect([of('.records'), of('.alerts'), of('.recalls'), of('.rejections'), of('.approvals'), of('.protection')]).toEqual([9, 9, 9, 9, 9, 9]);
    expect(topics).toContain(`${topicPrefix}.from.police-punjab`);
  });

  it('follow the directory: a new stream has its topic without a restart', async () => {
    const provisioning = new Provisioning(world.directory, kafka.admin(), null, () => undefined);
    provisioning.start();
    const stream = { ...world.directory.streamsOf('fia')[0]!, name: 'watch' };
    await world.database.transaction((tx) => openStream(tx, stream));
    const deadline = Date.now() + 15_000;
    while (!(await kafka.admin().list()).includes(`${topicPrefix}.to.fia.watch`) && Date.now() < deadline) await pause(100);
    expect(await kafka.admin().list()).toContain(`${topicPrefix}.to.fia.watch`);
    await provisioning.close();
    await world.database.transaction((tx) => closeStream(tx, 'fia', 'watch'));
    await world.directory.refresh();
  });
});

describe('what the broker is asked for', () => {
  it('is asked again within a second of a change: a stream that closes, an agency that is suspended and let in again', async () => {
    const stream = { ...world.directory.streamsOf('fia')[0]!, name: 'trial' };
    await following(async (broker) => {
      await world.database.transaction((tx) => openStream(tx, stream));
      await eventually(() => last(broker).served.includes('fia:alerts+records+trial'));
      await world.database.transaction((tx) => closeStream(tx, 'fia', 'trial'));
      await eventually(() => last(broker).served.includes('fia:alerts+records'));
      await world.database.transaction((tx) => suspendAgency(tx, 'fia'));
      await eventually(() => last(broker).barred.includes('fia') && !last(broker).served.some((one) => one.startsWith('fia:')));
      await world.database.transaction((tx) => reinstateAgency(tx, 'fia'));
      await eventually(() => last(broker).served.includes('fia:alerts+records') && last(broker).barred.length === 0);
    });
  });

  it('an expiry is a change: nobody has to tell', async () => {
    const stream = { ...world.directory.streamsOf('fia')[0]!, name: 'brief', expiresAt: new Date(Date.now() + 700) };
    await following(async (broker) => {
      await world.database.transaction((tx) => openStream(tx, stream));
      await eventually(() => last(broker).served.includes('fia:alerts+brief+records'));
      await eventually(() => last(broker).served.includes('fia:alerts+records'), 1_700);
    });
    expect(Date.now() - stream.expiresAt.getTime()).toBeLessThan(1_000);
    await world.database.transaction((tx) => closeStream(tx, 'fia', 'brief'));
  });

  it('an agency whose last client goes has no business at the broker', async () => {
    await following(async (broker) => {
      await world.database.transaction((tx) => removeClient(tx, 'pta'));
      await eventually(() => last(broker).barred.includes('pta'));
    });
    await world.load();
  });

  it('is asked for again until the broker has it, and how long that takes is told', async () => {
    await following(async (broker, provisioning) => {
      await eventually(() => provisioning.behind() === 0);
      broker.failing = true;
      await world.database.transaction((tx) => suspendAgency(tx, 'iom'));
      await eventually(() => provisioning.behind() > 300, 2_000);
      broker.failing = false;
      await eventually(() => last(broker).barred.includes('iom'));
      await eventually(() => provisioning.behind() === 0);
    });
    await world.database.transaction((tx) => reinstateAgency(tx, 'iom'));
  });
});

describe('a suspended agency', () => {
  it('has no client, and is sent nothing; what is for it is kept', async () => {
    await world.database.transaction((tx) => suspendAgency(tx, 'nccia'));
    await world.directory.refresh();
    expect(world.directory.client('nccia')).toBeNull();
    expect(world.directory.servedStreams().some(({ agency }) => agency === 'nccia')).toBe(false);
    expect(world.directory.streams().some(({ agency }) => agency === 'nccia')).toBe(true);
    expect(world.directory.agency('nccia')).not.toBeNull();
    await world.load(); // a restart of the demonstration does not let it in again
    await world.directory.refresh();
    expect(world.directory.client('nccia')).toBeNull();
    await world.database.transaction((tx) => reinstateAgency(tx, 'nccia'));
    await world.directory.refresh();
    expect(world.directory.client('nccia')).not.toBeNull();
  });

  it('must be one that the directory has', async () => {
    await expect(world.database.transaction((tx) => suspendAgency(tx, 'nobody'))).rejects.toMatchObject({ code: 'AGENCY_UNKNOWN' });
    await expect(world.database.transaction((tx) => removeClient(tx, 'nobody'))).rejects.toMatchObject({ code: 'CLIENT_UNKNOWN' });
  });

  it('no agency takes a name that is the hub\'s own at the broker', async () => {
    for (const code of ['hub', 'node', 'operator', 'anonymous']) {
      await expect(world.database.query(`insert into directory.agency (code, name, type, regime) values ($1, 'x', 'border', 'PK')`, [code])).rejects.toThrow(/reserved/);
    }
  });
});
