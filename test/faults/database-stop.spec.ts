import { mkdtempSync, chmodSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { binaryMessage, Kafka } from '#libs/kafka';
import pg from 'pg';
import { startPostgres, type RunningPostgres } from '../../deploy/local/postgres/postgres.mjs';
import { brokerLogin, freshTopicPrefix } from '../services/index.js';
import { caseDocument, enrolled } from '../world/index.js';
import { eventually } from './stage/eventually.js';
import { HubProcess } from './stage/hub-process.js';
import { TopicReader } from './stage/topic-reader.js';

const SUBMIT = 'mutation Submit($case: CaseInput!, $key: ID!) { submitCase(case: $case, idempotencyKey: $key) { id } }';
const folder = mkdtempSync(join(tmpdir(), 'amanat-database-stop-'));
const topicPrefix = freshTopicPrefix();
let postgres: RunningPostgres;
let hub: HubProcess;
let reader: TopicReader;
let agency: Kafka;

beforeAll(async () => {
  chmodSync(folder, 0o755); // PostgreSQL may have to run as another user, who must pass through
  postgres = await startPostgres(join(folder, 'postgres'), { durable: false });
  await enrolled(postgres.url, postgres.sessionUrl, postgres.jobsUrl, postgres.watchUrl);
  hub = await HubProcess.of({ databaseUrl: postgres.url, sessionUrl: postgres.sessionUrl, jobsUrl: postgres.jobsUrl, watchUrl: postgres.watchUrl, keys: postgres, kafka: { ...brokerLogin('hub'), topicPrefix } });
  await hub.start();
  reader = new TopicReader(brokerLogin('nccia'), topicPrefix, 'nccia', 'records');
  agency = Kafka.from({ ...brokerLogin('fia'), topicPrefix })!;
}, 60_000);

afterAll(async () => {
  await reader?.close();
  await agency?.close();
  await hub?.close();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

const handIn = async (key: string) => {
  const client = hub.client('fia', { purpose: 'criminal-investigation', legalBasis: 'PTPA2018' });
  const { data, errors } = await client.ask(SUBMIT, { case: caseDocument(), key });
  return data?.['submitCase'] ? 'kept' : errors?.[0]?.extensions?.code;
};

async function handInByTopic(id: string): Promise<void> {
  const attributes = { id, source: 'urn:amanat:agency:fia', type: 'record.submitted.v1', kind: 'case', datacontenttype: 'application/json' };
  await agency.producer().send(agency.topics.inbound('fia'), [{ key: id, ...binaryMessage({ attributes, data: Buffer.from(JSON.stringify(caseDocument())) }) }]);
}

/** Past row-level security. */
async function kept(): Promise<{ records: number; rejections: number }> {
  const admin = new pg.Client({ connectionString: postgres.adminUrl.replace(/\/postgres$/u, '/amanat') });
  await admin.connect();
  try {
    const { rows } = await admin.query('select (select count(*)::int from records.record) as records, (select count(*)::int from delivery.rejection) as rejections');
    return rows[0];
  } finally {
    await admin.end();
  }
}

describe('PostgreSQL is stopped at once and started again', () => {
  it('the hub says meanwhile that it is not ready and keeps running, then recovers by itself: it answers, takes in, delivers, and has refused nothing', async () => {
    expect(await handIn('before')).toBe('kept');
    await eventually(() => reader.ids().size === 1);

    process.kill(postgres.pid, 'SIGQUIT'); // immediate shutdown: every session is cut off in the middle
    await postgres.ended;
    await eventually(async () => (await hub.readiness()) === 503);
    expect(await handIn('meanwhile')).toBe('UNAVAILABLE');
    await handInByTopic('by topic, meanwhile');
    expect(await hub.metric('amanat_ledger_behind_seconds')).toBeNaN(); // nobody can tell now, and asking ends no process
    expect(hub.running()).toBe(true);

    postgres = await startPostgres(join(folder, 'postgres'), { durable: false });
    await eventually(async () => (await hub.readiness()) === 200);
    expect(await handIn('meanwhile')).toBe('kept');
    expect(await handIn('after')).toBe('kept');
    await eventually(() => reader.ids().size === 4);
    expect(await kept()).toEqual({ records: 4, rejections: 0 });
  }, 60_000);
});
