import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedOf } from '../world/hub/exits.js';
import { eventually, startHub, type Answer, type Hub, type Receipt, type TopicReader } from '../world/hub.js';
import { caseDocument, envelope } from '../world/index.js';

const RECEIPT = '{ id kind version duplicate }';
const ERASE = `mutation($id: ID!, $reason: String!, $key: ID!) { receipt: eraseCase(id: $id, reason: $reason, idempotencyKey: $key) ${RECEIPT} }`;
const ERASE_PERSON = `mutation($id: ID!, $ref: ID!, $key: ID!) { receipt: eraseCasePerson(id: $id, list: "victims", ref: $ref, reason: "data-subject", idempotencyKey: $key) ${RECEIPT} }`;
const HOLD = `mutation($id: ID!, $until: String!) { receipt: holdRecord(id: $id, ground: "evidence", until: $until) ${RECEIPT} }`;
const LIFT = `mutation($id: ID!) { receipt: liftHold(id: $id) ${RECEIPT} }`;
const HOLDS = '{ holds(open: true) { edges { node { record kind ground until liftedAt } } } }';
const PROOFS = '{ erasures(first: 100) { edges { node { record kind person reason legalBasis erasedAt shreddedAt } } pageInfo { hasNextPage endCursor } } }';
const READ = 'query($id: ID!) { case(id: $id) { id version victims { ref identity { fullName } } } }';
const PERSONS = [{ ref: 'V1', identity: { fullName: 'Zainab Invented' } }, { ref: 'V2', identity: { fullName: 'Amina Invented' } }];

describe.each(['one', 'split'] as const)('what an agency erases through the public door, hub in %s', (topology) => {
  let hub: Hub;
  let topic: TopicReader;
  let recalls: TopicReader;
  beforeAll(async () => {
    hub = await startHub({ topology, kafka: true });
    [topic, recalls] = [await hub.topics.read('nccia', 'records'), await hub.topics.read('nccia', 'recalls')];
  }, 120_000);
  afterAll(() => hub?.stop());

  const ask = (client: string, query: string, variables: Record<string, unknown> = {}): Promise<Answer> => hub.client.graphql(client, { query, variables });
  const submit = (): Promise<Receipt> => hub.client.submit('fia', 'case', caseDocument({ envelope: envelope({ recipients: ['nccia'] }), victims: PERSONS }));
  const proofOf = async (id: string, client = 'fia') => (await ask(client, PROOFS)).data.erasures.edges.map(({ node }: any) => node).find(({ record }: any) => record === id);
  const onTopic = async (id: string, count: number) => (await topic.until((seen) => seen.filter(({ key }) => key === id).length >= count)).filter(({ key }) => key === id);

  it('ends on the compacted topic in a tombstone of that record, with a recall, and in the feed; nobody finds it any more', async () => {
    const { id } = await submit();
    await onTopic(id, 1);
    const { data, operation } = await ask('fia', ERASE, { id, reason: 'data-subject', key: 'erase' });
    expect(data.receipt).toEqual({ id, kind: 'case', version: 2, duplicate: false });
    const messages = await onTopic(id, 2);
    expect(messages.map(({ value, headers }) => [value === null, headers['ce_type']])).toEqual([[false, 'record.submitted.v1'], [true, 'record.withdrawn.v1']]);
    await recalls.until((seen) => seen.some(({ key }) => key === id));
    const told = (await feedOf(hub, 'nccia')).filter(({ recordId }) => recordId === id);
    expect(told.map(({ type, event }) => [type, event.data ?? null])).toEqual([['record.withdrawn.v1', null], ['record.withdrawn.v1', null]]);
    for (const client of ['fia', 'nccia']) expect((await ask(client, READ, { id })).data.case).toBeNull();
    expect(await hub.ground.rows('select agency, action from audit.ledger where operation_id = $1', [operation])).toEqual([{ agency: 'fia', action: 'erase' }]);
  });

  it('may be told over the agency\'s own topic as well', async () => {
    const { id } = await submit();
    await onTopic(id, 1);
    await hub.topics.handIn('fia', { attributes: { type: 'record.erased.v1', kind: 'case' }, data: { id, reason: 'data-subject' } });
    expect((await onTopic(id, 2)).at(-1)!.value).toBeNull();
    expect((await ask('fia', READ, { id })).data.case).toBeNull();
  });

  it('has its proof for the originator, keys and all, within seconds; and for nobody else', async () => {
    const { id } = await submit();
    await ask('fia', ERASE, { id, reason: 'unlawful', key: 'erase for proof' });
    await eventually(async () => (await proofOf(id))?.shreddedAt, () => 'the keys were not destroyed', 20_000);
    expect(await proofOf(id, 'fia-dpo')).toMatchObject({ kind: 'case', person: false, reason: 'unlawful', legalBasis: 'FIAA1974' });
    expect(await proofOf(id, 'nccia')).toBeUndefined();
    expect((await ask('operator', PROOFS)).data?.erasures?.edges ?? []).toEqual([]);
  });

  it('may be one person alone: the recipient is told of a version without them', async () => {
    const { id } = await submit();
    await onTopic(id, 1);
    expect((await ask('fia', ERASE_PERSON, { id, ref: 'V2', key: 'erase V2' })).data.receipt.version).toBe(2);
    const [, amended] = await onTopic(id, 2);
    expect([amended!.headers['ce_type'], amended!.value!.includes('V1'), amended!.value!.includes('V2')]).toEqual(['record.amended.v1', true, false]);
    const { data } = await hub.client.graphql('nccia', { query: READ, variables: { id }, officer: 'o-1' });
    expect(data.case.victims).toEqual([{ ref: 'V1', identity: { fullName: 'Zainab Invented' } }]);
  });

  it('is stopped by a hold, which the data-protection officer may place, and goes on when it is lifted', async () => {
    const { id } = await submit();
    const until = new Date(Date.now() + 86_400_000).toISOString();
    expect((await ask('fia-dpo', HOLD, { id, until })).data.receipt).toMatchObject({ id, duplicate: false });
    expect((await ask('fia', HOLDS)).data.holds.edges.map(({ node }: any) => node)).toEqual([{ record: id, kind: 'case', ground: 'evidence', until, liftedAt: null }]);
    expect((await ask('nccia', HOLDS)).data.holds.edges).toEqual([]);
    expect((await ask('fia', ERASE, { id, reason: 'unlawful', key: 'held' })).codes).toEqual(['RECORD_HELD']);
    for (const client of ['nccia', 'europol']) expect((await ask(client, HOLD, { id, until })).codes).toEqual(['RECORD_NOT_FOUND']);
    expect((await ask('operator', HOLD, { id, until })).codes).toEqual(['ACTION_NOT_ALLOWED']);
    expect((await ask('fia', LIFT, { id })).data.receipt.duplicate).toBe(false);
    expect((await ask('fia', ERASE, { id, reason: 'unlawful', key: 'held' })).data.receipt.version).toBe(2);
    expect((await ask('fia', HOLD, { id, until })).codes).toEqual(['RECORD_ERASED']);
  });

  it('goes by itself when its date comes', async () => {
    const { id } = await submit();
    await hub.ground.rows('update records.record set erase_at = now() where id = $1', [id]);
    await eventually(async () => (await proofOf(id))?.shreddedAt, () => 'it was not erased', 20_000);
    expect(await proofOf(id)).toMatchObject({ reason: 'time-limit', legalBasis: 'LED-5' });
    expect((await onTopic(id, 2)).at(-1)!.value).toBeNull();
  });
});
