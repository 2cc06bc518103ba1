import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kafka as Client, logLevel, type IHeaders } from 'kafkajs';
import { brokerLogin } from '../services/index.js';
import { BAD_DOCUMENTS, UNUSUAL_DOCUMENTS } from '../world/bad-documents.js';
import { eventually, startHub, type Hub, type TopicMessage } from '../world/hub.js';
import { alertDocument, caseDocument, countsBy } from '../world/index.js';

interface Rejection {
  readonly event: string;
  readonly issues: readonly { readonly code: string; readonly field: string; readonly rule: string; readonly message: string }[];
}

const SOURCE = 'urn:amanat:agency:fia';
let hub: Hub;
let rejected: () => Rejection[];
let sent: () => readonly TopicMessage[];

beforeAll(async () => {
  hub = await startHub({ kafka: true });
  const reader = await hub.topics.read('fia', 'rejections');
  sent = () => reader.messages;
  rejected = () => reader.messages.map(({ value }) => JSON.parse(value!) as Rejection);
}, 90_000);
afterAll(() => hub?.stop());

const counts = () => countsBy(hub.ground.rows);
/** All but the refusal itself and the lines that say it was told. */
async function kept(): Promise<Record<string, number>> {
  const [lines] = await hub.ground.rows<{ others: number }>(`select count(*)::int as others from audit.ledger where not (action = 'deliver' and client = 'topic' and records = '{}')`);
  const { 'delivery.rejection': _refusals, ...others } = await counts();
  return { ...others, 'audit.ledger': lines!.others };
}

type Mode = 'binary' | 'structured';
interface Event { readonly id: string; readonly type?: string; readonly kind?: string; readonly source?: string; readonly mode?: Mode }
const handIn = (data: unknown, { mode = 'binary', ...attributes }: Event) =>
  hub.topics.handIn('fia', { attributes: { type: 'record.submitted.v1', kind: 'case', ...attributes }, data, mode });

/** The rejection of the event, once it is on the agency's topic; an event that names no id is known by `event`. */
async function rejectionOf(id: string, matches = (event: string) => event === `${SOURCE}#${id}`): Promise<Rejection> {
  let found: Rejection | undefined;
  await eventually(() => (found = rejected().find(({ event }) => matches(event))) !== undefined, () => 'no rejection came');
  return found!;
}

const said = ({ issues }: Rejection) => issues.map(({ code, field, rule }) => ({ code, field, rule }));
const brief = (rejection: Rejection) => rejection.issues.map(({ code, field }) => `${code} ${field}`);

/** The record that an event brought, once it is kept. */
async function receiptOf(id: string): Promise<{ record_id: string; version: number }> {
  let rows: { record_id: string; version: number }[] = [];
  await eventually(async () => (rows = await hub.ground.rows('select record_id, version from records.submission where key = $1', [`${SOURCE}#${id}`])).length > 0, () => 'nothing was kept');
  return rows[0]!;
}

/** A good event behind a bad one shows that the bad one is done with. */
async function goodOnePasses(): Promise<void> {
  const id = randomUUID();
  await handIn(caseDocument(), { id });
  await receiptOf(id);
}

async function bytes(value: string | Buffer | null, headers: IHeaders = {}): Promise<void> {
  await hub.topics.send('fia', { value, headers });
}

const binary = (id: string, more: IHeaders = {}): IHeaders => ({
  ce_specversion: '1.0', ce_id: id, ce_source: SOURCE, ce_type: 'record.submitted.v1', ce_kind: 'case', 'content-type': 'application/json', ...more,
});

function withoutKind(id: string): IHeaders {
  const { ce_kind: _kind, ...headers } = binary(id);
  return headers;
}

describe('what is wrong with a record is told on the rejections topic with field and rule, and nothing of it is kept', () => {
  it.each(BAD_DOCUMENTS.map((bad, index) => ({ ...bad, mode: (index % 2 ? 'structured' : 'binary') as Mode })))('$story ($mode)', async ({ kind, document, issues, mode }) => {
    const before = await kept();
    const id = randomUUID();
    await handIn(document, { id, kind, mode });
    expect(said(await rejectionOf(id))).toEqual(issues);
    expect(await kept()).toEqual(before);
  });

  it('no rejection repeats what was handed in', async () => {
    const id = randomUUID();
    await handIn(caseDocument({ status: 'Secretword', Secretword2: 1, victims: [{ ref: 'V1', identity: { fullName: 'Secret\u200Bword' } }] }), { id });
    expect(JSON.stringify(await rejectionOf(id)).replace('"Secretword2"', '')).not.toMatch(/secretword|Secret\u200B/iu);
  });
});

describe('what looks wrong and is not, comes in', () => {
  it.each(UNUSUAL_DOCUMENTS)('$story', async ({ kind, document }) => {
    const id = randomUUID();
    await handIn(document, { id, kind });
    expect(await receiptOf(id)).toMatchObject({ version: 1 });
  });
});

describe('what is wrong with the event', () => {
  it.each<[string, (id: string) => Promise<void>, string]>([
    ['data that is no JSON', (id) => bytes('{"envelope": ', binary(id)), 'JSON_MALFORMED data'],
    ['data that is no UTF-8', (id) => bytes(Buffer.from([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x7d]), binary(id)), 'UTF8_INVALID data'],
    ['no data', (id) => bytes(null, binary(id)), 'CLOUDEVENT_MALFORMED data'],
    ['a type that the hub does not take in', (id) => bytes('{}', binary(id, { ce_type: 'record.copied.v1' })), 'EVENT_TYPE_UNKNOWN type'],
    ['a kind that the hub does not know', (id) => bytes('{}', binary(id, { ce_kind: 'licence' })), 'EVENT_TYPE_UNKNOWN kind'],
    ['no kind', (id) => bytes('{}', withoutKind(id)), 'EVENT_TYPE_UNKNOWN kind'],
    ['an amendment without a version', (id) => handIn({ id: randomUUID(), record: {} }, { id, type: 'record.amended.v1' }), 'FIELD_REQUIRED version'],
    ['a withdrawal of nothing', (id) => handIn([], { id, type: 'record.withdrawn.v1' }), 'FIELD_REQUIRED id'],
    ['a withdrawal of an id that is none', (id) => handIn({ id: "x'; --", version: 1, reason: 'x' }, { id, type: 'record.withdrawn.v1' }), 'RECORD_NOT_FOUND id'],
    ['an amendment of an id that holds a NUL', (id) => handIn({ id: '\u0000', version: 1, record: caseDocument() }, { id, type: 'record.amended.v1' }), 'RECORD_NOT_FOUND id'],
    ['a withdrawal whose reason holds a NUL', (id) => handIn({ id: randomUUID(), version: 1, reason: '\u0000' }, { id, type: 'record.withdrawn.v1' }), 'TEXT_UNSAFE reason'],
    ['an erasure of nothing', (id) => handIn({ reason: 'unlawful' }, { id, type: 'record.erased.v1' }), 'FIELD_REQUIRED id'],
    ['an erasure for a reason that is none', (id) => handIn({ id: randomUUID(), reason: 'x' }, { id, type: 'record.erased.v1' }), 'CODE_UNKNOWN reason'],
    ['an erasure of what is not there', (id) => handIn({ id: randomUUID(), reason: 'unlawful' }, { id, type: 'record.erased.v1' }), 'RECORD_NOT_FOUND id'],
    ['an acknowledgement of no alert', (id) => handIn({ id: randomUUID(), envelope: { legalBasis: '\u0000' } }, { id, type: 'alert.acknowledged.v1', kind: 'alert' }), 'RECORD_NOT_FOUND id'],
  ])('%s', async (_story, send, expected) => {
    const before = await kept();
    const id = randomUUID();
    await send(id);
    expect(brief(await rejectionOf(id))).toEqual([expected]);
    expect({ ...(await kept()), 'audit.ledger': 0 }).toEqual({ ...before, 'audit.ledger': 0 }); // looking the alert up is a read, and has its line
  });

  it.each<[string, () => Promise<void>, string, string?]>([
    ['no attributes at all', () => bytes(JSON.stringify(caseDocument()), { 'content-type': 'application/json' }), 'CLOUDEVENT_MALFORMED specversion'],
    ['another version of CloudEvents', () => bytes('{}', binary('x', { ce_specversion: '0.3' })), 'CLOUDEVENT_MALFORMED specversion'],
    ['an empty id', () => bytes('{}', binary('')), 'CLOUDEVENT_MALFORMED id'],
    ['an id given twice', () => bytes('{}', binary('x', { ce_id: ['x', 'y'] })), 'CLOUDEVENT_MALFORMED ce_id'],
    ['an id too long to be kept', () => bytes('{}', binary('x'.repeat(2_000))), 'CLOUDEVENT_MALFORMED id'],
    ['an id that is no UTF-8', () => bytes('{}', binary('x', { ce_id: Buffer.from([0xff, 0xfe]) })), 'UTF8_INVALID ce_id'],
    ['an id with a NUL', () => bytes('{}', binary('a\u0000b')), 'CLOUDEVENT_MALFORMED id'],
    ['a structured event that is no JSON', () => bytes('{', { 'content-type': 'application/cloudevents+json' }), 'JSON_MALFORMED '],
    ['a structured event that is a list', () => bytes('[]', { 'content-type': 'application/cloudevents+json' }), 'CLOUDEVENT_MALFORMED '],
    ['a batch', () => bytes('[]', { 'content-type': 'application/cloudevents-batch+json' }), 'CLOUDEVENT_MALFORMED content-type'],
    ['a message without value and headers', () => bytes(null), 'CLOUDEVENT_MALFORMED specversion'],
    ['two mebibytes', () => bytes(JSON.stringify({ x: 'x'.repeat(2 * 1024 * 1024) }), binary('large')), 'BODY_TOO_LARGE '],
  ])('%s: the rejection names the place of the message on the topic', async (_story, send, expected) => {
    const before = await kept();
    const known = new Set(rejected().map(({ event }) => event));
    await send();
    const rejection = await rejectionOf('', (event) => !known.has(event) && event.startsWith(`${hub.ground.topicPrefix}.from.fia/`));
    expect(brief(rejection)).toEqual([expected]);
    expect(await kept()).toEqual(before);
  });

  it('another agency\'s source is refused, and its owner is told, not the other', async () => {
    const id = randomUUID();
    const before = await kept();
    await handIn(caseDocument(), { id, source: 'urn:amanat:agency:europol' });
    const rejection = await rejectionOf(id, (event) => event === `urn:amanat:agency:europol#${id}`);
    expect(brief(rejection)).toEqual(['CLOUDEVENT_SOURCE_MISMATCH source']);
    expect(await kept()).toEqual(before);
    expect(await hub.ground.rows(`select agency from delivery.rejection where event_id like '%' || $1`, [id])).toEqual([{ agency: 'fia' }]);
  });

  it('a body that the broker itself does not take never reaches the hub', async () => {
    const before = await counts();
    await expect(bytes('x'.repeat(5 * 1024 * 1024), binary('giant'))).rejects.toMatchObject({ type: 'MESSAGE_TOO_LARGE' });
    expect(await counts()).toEqual(before);
  });
});

describe('ids, keys and versions', () => {
  it('a rejected event that comes again is rejected once', async () => {
    const id = randomUUID();
    for (let time = 0; time < 3; time++) await handIn(caseDocument({ status: 'Asleep' }), { id, mode: time === 1 ? 'structured' : 'binary' });
    await rejectionOf(id);
    await goodOnePasses();
    expect(await hub.ground.rows('select count(*)::int as n from delivery.rejection where event_id = $1', [`${SOURCE}#${id}`])).toEqual([{ n: 1 }]);
    expect(rejected().filter(({ event }) => event === `${SOURCE}#${id}`)).toHaveLength(1);
  });

  it('a rejection has its line in the agency\'s ledger, which names the event that the topic brought', async () => {
    const id = randomUUID();
    await handIn(caseDocument({ status: 'Asleep' }), { id });
    await rejectionOf(id);
    const { headers } = sent().find(({ value }) => value!.includes(`${SOURCE}#${id}`))!;
    expect(await hub.ground.rows('select agency, client, action, records from audit.ledger where $1 = any (entries)', [headers['ce_id']]))
      .toEqual([{ agency: 'fia', client: 'topic', action: 'deliver', records: [] }]);
  });

  it('an accepted event that comes again is one submission, in either mode', async () => {
    const id = randomUUID();
    await handIn(caseDocument(), { id });
    const first = await receiptOf(id);
    const before = await counts();
    await handIn(caseDocument(), { id, mode: 'structured' });
    await goodOnePasses();
    expect(await receiptOf(id)).toEqual(first);
    expect((await counts())['records.record']).toBe(before['records.record']! + 1);
  });

  it('another content under an id that was used is refused, and the first stays', async () => {
    const id = randomUUID();
    await handIn(caseDocument(), { id });
    const first = await receiptOf(id);
    await handIn(caseDocument({ summary: 'Another.' }), { id });
    expect(brief(await rejectionOf(id))).toEqual(['IDEMPOTENCY_CONFLICT idempotencyKey']);
    expect(await receiptOf(id)).toEqual(first);
  });

  it('two versions out of order: the later is refused, the earlier comes in, then the later under a new id', async () => {
    const submitted = randomUUID();
    await handIn(caseDocument(), { id: submitted });
    const { record_id: record } = await receiptOf(submitted);
    const amend = async (version: number, summary: string) => {
      const id = randomUUID();
      await handIn({ id: record, version, record: caseDocument({ summary }) }, { id, type: 'record.amended.v1' });
      return id;
    };
    expect(brief(await rejectionOf(await amend(2, 'Third.')))).toEqual(['VERSION_CONFLICT version']);
    expect(await receiptOf(await amend(1, 'Second.'))).toEqual({ record_id: record, version: 2 });
    expect(await receiptOf(await amend(2, 'Third.'))).toEqual({ record_id: record, version: 3 });
  });

  it('an alert is acknowledged on the topic by whoever received it', async () => {
    const { id: alert } = await hub.client.submit('europol', 'alert', alertDocument({
      envelope: { legalBasis: 'UNTOC-18', purposes: ['criminal-investigation'], recipients: ['fia'], tlp: 'AMBER', erasureDate: '2036-01-01' },
    }));
    const id = randomUUID();
    await handIn({ id: alert }, { id, type: 'alert.acknowledged.v1', kind: 'alert' });
    expect(await receiptOf(id)).toMatchObject({ record_id: alert });
    expect(await hub.ground.rows('select alert, agency from alerts.acknowledgement')).toEqual([{ alert, agency: 'fia' }]);
  });
});

describe('in the end', () => {
  it('every message is done with: the hub has committed all offsets, and holds no message up', async () => {
    await goodOnePasses();
    const { brokers, username, password } = brokerLogin('hub');
    const admin = new Client({ brokers: [...brokers], sasl: { mechanism: 'scram-sha-512', username, password }, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    try {
      const topic = `${hub.ground.topicPrefix}.from.fia`;
      await eventually(async () => {
        const ends = await admin.fetchTopicOffsets(topic);
        const [group] = await admin.fetchOffsets({ groupId: `${hub.ground.topicPrefix}.intake.fia`, topics: [topic] });
        return ends.every(({ partition, offset }) => group!.partitions.some((one) => one.partition === partition && (one.offset === offset || offset === '0')));
      }, () => 'an offset was not committed');
    } finally {
      await admin.disconnect();
    }
    expect(hub.processes.get('hub')!.log.filter((line) => line.includes('kafka-message-retried'))).toEqual([]);
  });

  it('every rejection kept is on the topic, once', async () => {
    const keptOnes = await hub.ground.rows<{ event_id: string }>(`select event_id from delivery.rejection where agency = 'fia'`);
    await eventually(() => rejected().length >= keptOnes.length);
    expect(rejected().map(({ event }) => event).sort()).toEqual(keptOnes.map(({ event_id }) => event_id).sort());
  });
});
