import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AskApproval } from '#libs/approvals';
import { CLASSES } from '#libs/contracts';
import { Relay, reject } from '#libs/delivery';
import { callerFacts } from '#libs/disclosure';
import { Topics, type OutgoingMessage } from '#libs/kafka';
import { isUuid } from '#libs/kernel';
import { alertDocument, envelope, openWorld, refusalOf, type World } from '../world/index.js';
import { openAndTell } from '../dataprotection/breaches/told.js';
import { followCopies } from '../dataprotection/recalls/followed.js';
import { classesIn, markedCase } from '../world/marked-case.js';

interface Sent {
  readonly topic: string;
  readonly message: OutgoingMessage;
}

/** Names, numbers and places of the persons in the world's records, in every field where one can stand. */
const PERSONAL = ['زینب', 'Ayesha Invented', 'ayesha@invented.example', '+923009998877', '35202-7654321-9', 'invented-house-7'];
const KNOWN_HEADERS = /^(?:content-type|ce_(?:specversion|id|source|type|time|subject|kind|agency|recordversion|expirytime|dataschema))$/u;
const HEADERS: Readonly<Record<string, RegExp>> = {
  'content-type': /^application\/json$/u, ce_specversion: /^1\.0$/u, ce_id: /^[0-9a-f-]{36}$/u, ce_source: /^urn:amanat:hub$/u,
  ce_type: /^(?:record\.(?:submitted|amended|withdrawn)|alert\.acknowledged|submission\.rejected|recall\.(?:opened|due|overdue)|approval\.asked|breach\.notified)\.v1$/u, ce_time: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/u,
  ce_subject: /^[0-9a-f-]{36}$/u, ce_kind: /^(?:case|incident|alert|breach|approval|deadline)$/u, ce_agency: /^[a-z-]+$/u, ce_recordversion: /^\d+$/u,
  ce_expirytime: /^\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?$/u, ce_dataschema: /^urn:amanat:schema:[a-z]+:v1$/u,
};

const marked = (changes = {}) => {
  const [victim] = markedCase()['victims'] as { identity: object; contact: object }[];
  return markedCase({ recipients: ['iom', 'europol', 'nccia'] }, {
    victims: [{
      ...victim, identity: { ...victim!.identity, cnic: PERSONAL[4] }, contact: { ...victim!.contact, mobilePhone: PERSONAL[3], email: PERSONAL[2], address: { street: PERSONAL[5] } },
    }],
    ...changes,
  });
};

/** Everything the relay hands to the broker for a world: taken in, amended in hidden and in open classes, withdrawn, recalled, refused, asked for approval, told of a breach. */
async function sentBy(world: World, hidden: string): Promise<Sent[]> {
  const sent: Sent[] = [];
  const first = await world.submit('fia', 'case', marked({ suspects: [{ ref: 'S1', identity: { fullName: hidden } }] }));
  await world.submit('iom', 'alert', alertDocument({ envelope: envelope({ recipients: ['fia', 'nccia'] }) }));
  const second = await world.amend('fia', 'case', first, marked({ suspects: [{ ref: 'S1', identity: { fullName: hidden } }], summary: 'The house was found.' }));
  await world.find.one(world.caller('nccia'), 'case', first.id);
  await world.withdraw('fia', 'case', second, randomUUID(), `Handed in for ${PERSONAL[1]} by mistake.`);
  const issues = await refusalOf(world.submit('fia', 'case', marked({ victims: [{ ref: 'V1', identity: { cnic: PERSONAL[4], birthDate: PERSONAL[1] }, gender: PERSONAL[0] }] })));
  const { house } = world;
  await reject(house.database, { agency: 'fia', id: house.keeping.source.ids.next(), eventId: `urn:amanat:agency:fia#${randomUUID()}`, issues });
  const asker = world.caller('europol');
  const claim = { caller: callerFacts(asker), key: 'approval', content: Buffer.from('asked') };
  await new AskApproval(house.database, house.keeping.source.ids).run('europol', claim, { procedure: 'onward-sharing', answeredBy: 'fia', record: house.keeping.source.ids.next(), terms: { to: 'de-bka' } });
  const collect = async (batches: readonly { topic: string; messages: readonly OutgoingMessage[] }[]) => {
    for (const { topic, messages } of batches) sent.push(...messages.map((message) => ({ topic, message })));
  };
  const relay = new Relay(house.database, house.disclosure, house.directory, { producer: { sendAll: collect }, topics: new Topics() });
  for (let calm = 0; calm < 3;) calm = (await relay.pass()) > 0 ? 0 : calm + 1;
  const breached = await world.submit('fia', 'case', marked());
  await world.find.one(world.caller('nccia'), 'case', breached.id);
  await followCopies(world);
  await openAndTell(world, 'fia', [breached.id]);
  for (let calm = 0; calm < 3;) calm = (await relay.pass()) > 0 ? 0 : calm + 1;
  return sent;
}

let world: World;
let sent: Sent[];
beforeAll(async () => {
  world = await openWorld();
  sent = await sentBy(world, 'Somebody Hidden');
}, 90_000);
afterAll(() => world?.close());

/** Whatever of a message a broker's operator, a log or a monitor sees without opening it. */
const outside = ({ topic, message }: Sent) => JSON.stringify([topic, message.key, message.headers]);

describe('beside the data of a message', () => {
  it('the world of this test reaches every kind of topic', () => {
    const streams = new Set(sent.map(({ topic }) => topic.split('.').at(-1)));
    expect([...streams].sort()).toEqual(['alerts', 'approvals', 'protection', 'recalls', 'records', 'rejections']);
    expect(sent.some(({ message }) => message.value === null)).toBe(true);
  });

  it('stands nothing of a person and nothing of any class: not in a topic\'s name, a key or a header', () => {
    const found = sent.filter((one) => PERSONAL.some((word) => outside(one).includes(word)) || classesIn(outside(one)).length > 0);
    expect(found.map(outside)).toEqual([]);
    expect(CLASSES.length).toBeGreaterThan(10);
  });

  it('a key is the id of the record or the request, or that of the rejection', () => {
    for (const { topic, message } of sent) {
      expect(isUuid(message.key)).toBe(true);
      expect(message.key).toBe(topic.endsWith('.rejections') ? message.headers['ce_id'] : message.headers['ce_subject']);
    }
  });

  it('a header is one of those that are described, and its value has no room for a sentence', () => {
    for (const { message } of sent) {
      for (const [name, value] of Object.entries(message.headers)) {
        expect([name, KNOWN_HEADERS.test(name)]).toEqual([name, true]);
        expect([name, value, HEADERS[name]!.test(value)]).toEqual([name, value, true]);
      }
    }
  });

  it('a topic is named by its agency and stream alone', () => {
    const agencies = new Set(world.house.directory.agencies().map(({ code }) => code));
    for (const { topic } of sent) {
      const [hub, to, agency, stream] = topic.split('.');
      expect([hub, to, agencies.has(agency!), /^(?:records|alerts|recalls|rejections|approvals|protection)$/u.test(stream!)]).toEqual(['amanat', 'to', true, true]);
    }
  });

  it('a rejection, a recall, a request for approval and a breach repeat no value either, though they have data', () => {
    const told = sent.filter(({ topic }) => /\.(?:rejections|recalls|approvals|protection)$/u.test(topic)).map(({ message }) => String(message.value));
    expect(told.length).toBeGreaterThan(1);
    expect(told.filter((value) => PERSONAL.some((word) => value.includes(word)))).toEqual([]);
  });

  it('follows from nothing hidden: another name of the suspect gives each recipient the same number, order and headers', async () => {
    const other = await openWorld();
    try {
      // Streams leave side by side: within each the order counts.
      const byTopic = (all: readonly Sent[]) => [...all].sort((a, b) => (a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : 0));
      const shape = (all: readonly Sent[]) => byTopic(all).map(({ topic, message }) => {
        const { ce_id: _id, ce_time: _time, ce_subject: _subject, ...rest } = message.headers;
        return JSON.stringify([topic, Object.keys(message.headers).sort(), rest, message.value === null]);
      });
      expect(shape(await sentBy(other, 'A Rather Longer Name Of Somebody Else Altogether'))).toEqual(shape(sent));
    } finally {
      await other.close();
    }
  }, 90_000);
});
