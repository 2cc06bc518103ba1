import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { POLICY_HASH } from '#libs/policy';
import { caseDocument, envelope } from '../world/index.js';
import { eventually, newGround, startHub, type Ground, type Hub } from '../world/hub.js';
import { feedOf, follow, take } from '../world/hub/exits.js';
import { startProcess, type HubProcess } from '../world/hub/hub-process.js';
import { buildWith, withClasses, type Build } from '../world/other-rules.js';

/**
 * A border agency is shown the methods of a case by today's table. The second table takes these away, the
 * third gives it the money in their place. Each is a build of its own, on one database and one broker.
 */
const FIRST = 'Sawari Travels Invented';
const MONEY = 'hawala';
let ground: Ground;
let narrower: Build;
let other: Build;
let old: Hub;
let now: Hub;
let worker: HubProcess;
let early: string;
let between: string;

const document = () => caseDocument({ envelope: envelope({ recipients: ['frontex'], purposes: ['criminal-investigation', 'threat-analysis'] }), organisations: [{ ref: 'O1', name: FIRST }] });
const CASE = 'query($id: ID!) { case(id: $id) { id version organisations { name } moneyTrails { carrier } } }';
const ask = (hub: Hub, id: string) => hub.client.graphql('frontex', { query: CASE, variables: { id }, purpose: 'threat-analysis' });
const readiness = async ({ port }: HubProcess) => (await fetch(`http://localhost:${port}/health/ready`)).json();
const lastRules = async (agency: string) => (await ground.rows<{ policy: string }>(
  'select policy from audit.ledger where agency = $1 order by era desc, xid desc, seq desc limit 1', [agency]))[0]!.policy;
const onTopic = async (hub: Hub, record: string) => {
  const reader = await hub.topics.read('frontex', 'records');
  return (await reader.until((messages) => messages.some(({ key }) => key === record))).filter(({ key }) => key === record);
};

beforeAll(async () => {
  narrower = buildWith(withClasses('recipient.border', (classes) => classes.filter((one) => one !== 'METHOD')));
  other = buildWith(withClasses('recipient.border', (classes) => [...classes.filter((one) => one !== 'METHOD'), 'FINANCE']));
  ground = await newGround(true);
  old = await startHub({ topology: 'split', kafka: true, ground });
  early = (await old.client.submit('fia', 'case', document())).id;
  await onTopic(old, early);
}, 120_000);

afterAll(async () => {
  await worker?.stop();
  await now?.stop();
  await old?.stop();
  await ground?.drop();
  narrower?.remove();
  other?.remove();
});

describe('rules are narrowed while the hub runs', () => {
  it('under the first table the agency is shown the methods, and each line bears that table\'s hash', async () => {
    expect((await ask(old, early)).data.case.organisations).toEqual([{ name: FIRST }]);
    expect(await lastRules('frontex')).toBe(POLICY_HASH);
    expect(narrower.hash).not.toBe(POLICY_HASH);
  });

  it('from the moment that one process has the narrower table, no process that has the former answers or sends anything', async () => {
    const stream = follow(old, 'events', 'frontex');
    await take(stream, 1);
    now = await startHub({ topology: 'split', kafka: true, ground, build: narrower.folder, worker: false });
    expect((await ask(old, early)).codes).toEqual(['UNAVAILABLE']);
    for (const [name, one] of old.processes) expect([name, await readiness(one)]).toEqual([name, { status: 'not ready', codes: expect.arrayContaining(['RULES_SUPERSEDED']) }]);
    await expect(take(stream, 1)).rejects.toThrow();
    await expect(old.client.submit('fia', 'case', document())).rejects.toThrow('UNAVAILABLE');
  }, 60_000);

  it('what was shared before is shown without the methods at once, though nobody has looked at any record again', async () => {
    expect(await ground.rows('select from relabel.job where reasons && \'{rules-changed}\'')).toEqual([]);
    const { data, text } = await ask(now, early);
    expect(data.case).toMatchObject({ id: early, organisations: null });
    expect(text).not.toContain(FIRST);
    expect(JSON.stringify(await feedOf(now, 'frontex'))).not.toContain(FIRST);
    expect(await lastRules('frontex')).toBe(narrower.hash);
  });

  it('what is handed in meanwhile waits for a worker with the new table, and is sent under it', async () => {
    between = (await now.client.submit('fia', 'case', document())).id;
    await old.topics.handIn('fia', { attributes: { type: 'record.submitted.v1', kind: 'case', id: 'while the rules changed' }, data: document() });
    await old.processes.get('worker')!.stop();
    worker = await startProcess('worker', ground.environment, narrower.folder);
    const [message] = await onTopic(now, between);
    expect(message!.value).not.toContain(FIRST);
    await eventually(async () => (await ground.rows(`select from records.submission where key like '%while the rules changed'`)).length === 1);
  }, 60_000);

  it('a process that was forgotten and starts with the former table is refused, and says why', async () => {
    await expect(startProcess('subgraph', { ...ground.environment, SUBGRAPHS: 'cases' })).rejects.toThrow(/not-started.*BUILD_SUPERSEDED/u);
    expect((await ask(now, early)).data.case).toMatchObject({ organisations: null });
  });
});

describe('rules are widened', () => {
  it('what was written before stays as it was until its audience is worked out again', async () => {
    await now.stop();
    await eventually(async () => (await ground.rows('select from relabel.job where finished_at is null')).length === 0, undefined, 60_000);
    now = await startHub({ topology: 'split', kafka: true, ground, build: other.folder, worker: false });
    expect((await ask(now, early)).data.case).toMatchObject({ id: early, moneyTrails: null });
  }, 120_000);

  it('the worker does so by itself, with the reason in its lines; the record is given anew, and delivered', async () => {
    await worker.stop();
    worker = await startProcess('worker', ground.environment, other.folder);
    await eventually(async () => (await ask(now, early)).data.case.moneyTrails !== null);
    expect((await ask(now, early)).data.case.moneyTrails).toEqual([{ carrier: MONEY }]);
    expect(await ground.rows(`select distinct policy from audit.ledger where client = 'relabel' and case_reference = 'rules-changed' and policy <> $1`, [narrower.hash])).toEqual([{ policy: other.hash }]);
    const messages = await onTopic(now, early);
    await eventually(async () => (await onTopic(now, early)).some(({ value }) => value?.includes(MONEY)));
    expect(messages[0]!.value).toContain(FIRST); // sent under the first table: what has left has left
  }, 60_000);

  it('a replay of the first version renders it under today\'s rules', async () => {
    const feed = JSON.stringify((await feedOf(now, 'frontex')).filter(({ recordId }) => recordId === early));
    expect(feed).toContain(MONEY);
    expect(feed).not.toContain(FIRST);
  });
});

describe('a change of the rules is taken back', () => {
  it('only where the operator says so; then the former table is in force again, and the later one is refused', async () => {
    const again = await startHub({ topology: 'one', ground, environment: { AMANAT_ROLL_BACK: 'true' } });
    try {
      expect((await ask(again, early)).data.case.organisations).toEqual(expect.anything());
      expect((await ask(now, early)).codes).toEqual(['UNAVAILABLE']);
      expect(await lastRules('frontex')).toBe(POLICY_HASH);
    } finally {
      await again.stop();
    }
  }, 60_000);
});
