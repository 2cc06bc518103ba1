import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { maskOf, purposeMask } from '#libs/contracts';
import { openStream, registerAgency, registerClient } from '#libs/directory';
import { binaryMessage, Kafka } from '#libs/kafka';
import { eventually } from '../faults/stage/eventually.js';
import { HubProcess } from '../faults/stage/hub-process.js';
import { TopicReader } from '../faults/stage/topic-reader.js';
import { brokerLogin, freshTopicPrefix } from '../services/index.js';
import { caseDocument, envelope, openWorld, type World } from '../world/index.js';

const topicPrefix = freshTopicPrefix();
let world: World;
let worker: HubProcess;
let broker: Kafka;
let reader: TopicReader | undefined;

beforeAll(async () => {
  world = await openWorld();
  worker = await HubProcess.of({ app: 'worker', databaseUrl: world.url, kafka: { ...brokerLogin('hub'), topicPrefix } });
  await worker.start();
  broker = Kafka.from({ ...brokerLogin('hub'), topicPrefix })!;
}, 60_000);

afterAll(async () => {
  await reader?.close();
  await broker.close();
  await worker.close();
  await world.close();
});

describe('an agency that joins while the hub runs', () => {
  it('is sent what is addressed to it from then on, and is heard on its own topic, without a restart', async () => {
    await world.house.database.transaction(async (tx) => {
      await registerAgency(tx, { code: 'police-sindh', name: 'Sindh Police', nameUr: null, type: 'investigation', regime: 'PK', country: 'PK', contact: null });
      await registerClient(tx, {
        id: 'police-sindh', agency: 'police-sindh', roles: ['officer'], classes: maskOf('REFERENCE', 'EVENT'),
        purposes: purposeMask('criminal-investigation'), clearance: 4, legalBases: ['PTPA2018'], secretHash: 'none that any secret fits',
      });
      await openStream(tx, {
        agency: 'police-sindh', name: 'records', kinds: ['case'], purpose: 'criminal-investigation', legalBasis: 'PTPA2018',
        classes: maskOf('REFERENCE', 'EVENT'), expiresAt: new Date(Date.now() + 86_400_000),
      });
    });
    await world.house.directory.refresh();

    const { id } = await world.submit('fia', 'case', caseDocument({ envelope: envelope({ recipients: ['police-sindh'] }) }));
    reader = new TopicReader(brokerLogin('hub'), topicPrefix, 'police-sindh', 'records');
    await eventually(() => reader!.told().some(({ record }) => record === id), 20_000, 'the delivery');

    const attributes = { id: randomUUID(), source: 'urn:amanat:agency:police-sindh', type: 'record.submitted.v1', kind: 'case', datacontenttype: 'application/json' };
    const message = { key: 'theirs', ...binaryMessage({ attributes, data: Buffer.from(JSON.stringify(caseDocument())) }) };
    await broker.producer().send(broker.topics.inbound('police-sindh'), [message]);
    await eventually(async () => (await world.rows('select 1 from records.record where originator = $1', ['police-sindh'])).length === 1, 20_000, 'the record');
  }, 60_000);
});
