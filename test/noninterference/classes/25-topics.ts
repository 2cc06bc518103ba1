import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Kafka } from '#libs/kafka';
import { brokerLogin } from '../../services/index.js';
import { eventually } from '../../world/hub.js';
import { alertDocument } from '../../world/index.js';
import { classesIn, markedCase } from '../../world/marked-case.js';
import { absentId, onlyFor, type Family } from './stage.js';

/** The broker, asked beside the hub: topics, groups, dead letters, keys and headers. The whole attack with kcat is the broker's own test. */
export const topics: Family = {
  number: 25,
  leak: 'Kafka: another agency\'s topic, group and rejections; headers and keys',
  seenIn: 'ours',
  stories(stage) {
    let iom: Kafka;
    beforeAll(() => { iom = Kafka.from({ ...brokerLogin('iom'), topicPrefix: stage.hub.ground.topicPrefix })!; });
    afterAll(() => iom?.close());

    it('an agency lists its own topics, and of no other\'s learns how far they have come', async () => {
      await eventually(async () => (await iom.admin().list()).length > 0);
      expect((await iom.admin().list()).filter((name) => !/\.(?:to|from)\.iom(?:\.|$)/u.test(name))).toEqual([]);
      for (const topic of [iom.topics.outbound('nccia', 'records'), iom.topics.recalls('nccia'), iom.topics.rejections('nccia'), iom.topics.inbound('nccia')]) {
        await expect(iom.admin().endOffsets(topic)).rejects.toMatchObject({ type: 'TOPIC_AUTHORIZATION_FAILED' });
      }
    });

    it('key and headers of a message name no class but the open reference, and no person', async () => {
      const { id } = await stage.submit('fia', 'case', markedCase({ recipients: ['nccia'] }));
      const reader = await stage.hub.topics.read('nccia', 'records');
      const messages = await reader.until((seen) => seen.some(({ key }) => key === id));
      const { key, headers } = messages.find((message) => message.key === id)!;
      expect(classesIn(JSON.stringify([key, headers]))).toEqual([]);
      expect(Object.keys(headers).sort()).toEqual(['ce_datacontenttype', 'ce_dataschema', 'ce_expirytime', 'ce_id', 'ce_kind', 'ce_recordversion', 'ce_source', 'ce_specversion', 'ce_subject', 'ce_time', 'ce_type', 'content-type'].filter((name) => name in headers));
    });

    it('a refusal goes to whoever handed in, quotes nothing, and is kept from all others', async () => {
      const document = markedCase({ recipients: ['iom'] }, { status: 'Zzstatus', nickname: 'Zznickname' });
      await stage.hub.topics.handIn('nccia', { attributes: { id: randomUUID(), type: 'record.submitted.v1', kind: 'case' }, data: document });
      const [message] = await (await stage.hub.topics.read('nccia', 'rejections')).until((seen) => seen.length > 0);
      expect(JSON.stringify(message)).toContain('CODE_UNKNOWN');
      expect(JSON.stringify(message)).not.toContain('Zz');
      expect(await stage.rows('select distinct agency from delivery.rejection')).toEqual([{ agency: 'nccia' }]);
    });

    it('over its topic an agency knows no alert that its clients do not know: refused as one that does not exist', async () => {
      const { id: above } = await stage.submit('fia', 'alert', alertDocument({ envelope: onlyFor(['beoe'], { tlp: 'RED', purposes: ['labour-regulation', 'criminal-investigation'] }) }));
      const { id: elsewhere } = await stage.submit('fia', 'alert', alertDocument({ envelope: onlyFor(['beoe'], { purposes: ['threat-analysis'] }) }));
      const asked = [{ id: above }, { id: elsewhere, envelope: { purposes: ['threat-analysis'] } }, { id: absentId() }];
      for (const data of asked) await stage.hub.topics.handIn('beoe', { attributes: { type: 'alert.acknowledged.v1', kind: 'alert' }, data });
      const rejected = () => stage.rows<{ issues: object }>(`select issues from delivery.rejection where agency = 'beoe'`);
      await eventually(async () => (await rejected()).length === asked.length);
      const [first, ...others] = await rejected();
      expect(first!.issues).toMatchObject([{ code: 'RECORD_NOT_FOUND' }]);
      expect(others).toEqual([first, first]);
      expect(await stage.rows('select from alerts.acknowledgement where alert = any ($1)', [[above, elsewhere]])).toEqual([]);
    });
  },
};
