import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startHub, type Hub } from '../world/hub.js';
import { caseDocument } from '../world/index.js';

let hub: Hub;

beforeAll(async () => {
  hub = await startHub({ environment: { AMANAT_QUOTA_REQUESTS: '20', AMANAT_QUOTA_SUBMISSIONS: '4', AMANAT_QUOTA_STREAMS: '2' } });
}, 90_000);
afterAll(() => hub?.stop());

const ME = { query: '{ me { id } }' };
const operator = async (path: string) => (await fetch(`http://127.0.0.1:${hub.processes.get('hub')!.operatorPort}${path}`)).text();

async function ask(client: string, body: object = ME): Promise<Response> {
  return fetch(`${hub.url}/graphql`, {
    method: 'POST', headers: { 'content-type': 'application/json', ...(await hub.client.headers(client)) }, body: JSON.stringify(body),
  });
}

describe('an agency that asks more than its quota', () => {
  it('is refused with a code and told when to come again, and no other agency feels it', async () => {
    await Promise.all(['fia', 'iom'].map((agency) => hub.client.token(agency)));
    const [flood, calm] = await Promise.all([
      Promise.all(Array.from({ length: 90 }, () => ask('fia'))),
      Promise.all(Array.from({ length: 15 }, () => ask('iom'))),
    ]);
    const refused = flood.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(20);
    expect(calm.map(({ status }) => status)).toEqual(Array(15).fill(200));
    expect(calm.map(({ headers }) => headers.get('ratelimit-policy'))).toEqual(Array(15).fill('"requests";q=20;w=1'));
    expect(refused[0]!.headers.get('retry-after')).toBe('1');
    expect(((await refused[0]!.json()) as any).errors[0].extensions.code).toBe('QUOTA_EXCEEDED');
    await new Promise((resume) => setTimeout(resume, 1_100));
    expect((await ask('fia')).status).toBe(200);
  });

  it('hands in no more documents than its quota, however many it puts into one request', async () => {
    const query = `mutation($document: CaseInput!, ${[1, 2, 3, 4].map((n) => `$k${n}: ID!`).join(' ')}) { ${[1, 2, 3, 4].map((n) => `a${n}: submitCase(case: $document, idempotencyKey: $k${n}) { id }`).join(' ')} }`;
    const body = () => ({ query, variables: { document: caseDocument(), ...Object.fromEntries([1, 2, 3, 4].map((n) => [`k${n}`, randomUUID()])) } });
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => ask('nccia', body())));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]!.headers.get('retry-after')).toBe('1');
    expect(((await refused[0]!.json()) as any).errors[0].extensions.code).toBe('QUOTA_EXCEEDED');
    expect(await hub.ground.rows('select 1 from records.record')).toHaveLength(4 * (answers.length - refused.length));
    expect((await ask('iom', body())).status).toBe(200);
  });

  it('keeps no more streams open than its quota', async () => {
    const open = async () => {
      const ends = new AbortController();
      const response = await fetch(`${hub.url}/graphql/stream`, {
        method: 'POST', signal: ends.signal, headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...(await hub.client.headers('europol', {}, { method: 'POST', path: '/graphql/stream' })) },
        body: JSON.stringify({ query: 'subscription { deliveries(stream: "records") { cursor } }' }),
      });
      return { status: response.status, close: () => ends.abort() };
    };
    const [one, two, three] = [await open(), await open(), await open()];
    expect([one.status, two.status, three.status]).toEqual([200, 200, 429]);
    one.close();
    await new Promise((resume) => setTimeout(resume, 200));
    const four = await open();
    expect(four.status).toBe(200);
    [two, four].forEach(({ close }) => close());
  });
});

describe('what is the operator\'s alone', () => {
  it('the public address tells that the hub is ready, and nothing of its work', async () => {
    const ready = await fetch(`${hub.url}/health/ready`);
    expect([ready.status, await ready.text()]).toEqual([200, '{"status":"ready"}']);
    expect((await fetch(`${hub.url}/metrics`)).status).toBe(404);
  });

  it('the operator\'s listener tells which check stands how, and numbers per agency without anything of a record', async () => {
    expect(JSON.parse(await operator('/health/ready'))).toMatchObject({ status: 'ready', checks: { database: { state: 'ok', vital: true } } });
    const metrics = await operator('/metrics');
    expect(metrics).toMatch(/^amanat_quota_refusals_total\{agency="fia",quota="requests"\} \d+$/mu);
    expect(metrics).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7/u);
    const labels = [...metrics.matchAll(/^amanat_\w+\{([^}]*)\}/gmu)].flatMap(([, all]) => [...all!.matchAll(/(\w+)="/gu)].map(([, name]) => name));
    expect([...new Set(labels)].sort()).toEqual(['agency', 'quota']);
  });

  it('the start says where both listen', () => {
    const { operatorPort, log } = hub.processes.get('hub')!;
    expect(log.some((line) => line.includes('"event":"ready"') && line.includes(`"operatorPort":${operatorPort}`))).toBe(true);
  });
});
