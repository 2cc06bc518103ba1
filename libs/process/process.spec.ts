import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readEnvironment, settingsHelp } from './environment.js';
import { Health } from './health.js';
import { faultOf } from './log.js';
import { Metrics } from './metrics.js';
import { Shutdown } from './shutdown.js';

async function get(handler: (request: IncomingMessage, response: ServerResponse) => unknown): Promise<{ status: number; body: string }> {
  const server = createServer((request, response) => void handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return { status: answer.status, body: await answer.text() };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('the environment', () => {
  it('an empty environment gives a hub on port 4000 with the pull feed and no database yet', () => {
    const read = readEnvironment({});
    expect(read).toMatchObject({ port: 4000, kafkaBrokers: [], databaseUrl: null, topicPrefix: 'amanat' });
    expect(Object.isFrozen(read)).toBe(true);
  });

  it('all that is wrong is said at once, by name, and never with the value', () => {
    const secret = 'hunter2';
    const read = () => readEnvironment({ PORT: secret, DATABASE_URL: secret, AMANAT_MASTER_KEY: secret, SUBGRAPH_URLS: `cases=${secret}` });
    expect(read).toThrow(/PORT must be .*DATABASE_URL must be .*SUBGRAPH_URLS must be .*AMANAT_MASTER_KEY must be/);
    expect(read).not.toThrow(new RegExp(secret));
  });

  it('a secret may lie in a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'amanat-secret-'));
    const file = join(folder, 'password');
    writeFileSync(file, 'from the file\n');
    expect(readEnvironment({ KAFKA_PASSWORD_FILE: file }).kafkaPassword).toBe('from the file');
    rmSync(folder, { recursive: true });
    expect(() => readEnvironment({ KAFKA_PASSWORD_FILE: file })).toThrow(/KAFKA_PASSWORD_FILE cannot be read/);
  });

  it('subgraphs are found by name', () => {
    expect(readEnvironment({ SUBGRAPH_URLS: 'cases=http://a:1/graphql, alerts=http://b:2/graphql' }).subgraphUrls)
      .toEqual({ cases: 'http://a:1/graphql', alerts: 'http://b:2/graphql' });
  });

  it('the help names every variable and what holds without it', () => {
    expect(settingsHelp()).toMatch(/^PORT: .*; without it 4000\.$/m);
    expect(settingsHelp()).toMatch(/^KAFKA_PASSWORD, or KAFKA_PASSWORD_FILE: /m);
  });
});

describe('health', () => {
  it('is ready only while every check passes, names what fails, and tells nothing of why', async () => {
    const health = new Health();
    let up = true;
    health.check('postgres', () => { if (!up) throw new Error('password hunter2 refused'); });
    health.check('ledger', async () => undefined, 'LEDGER_STUCK');
    expect(await get(health.ready)).toEqual({ status: 200, body: '{"status":"ready"}' });
    up = false;
    expect(await get(health.ready)).toEqual({ status: 503, body: '{"status":"not ready","codes":["POSTGRES_FAILING"]}' });
    expect((await get(health.live)).status).toBe(200);
  });

  it('a process that is about to end is alive but not ready', async () => {
    const health = new Health();
    health.beginEnd();
    expect((await get(health.ready)).status).toBe(503);
    expect((await get(health.live)).status).toBe(200);
  });

  it('a check that hangs counts as failing', async () => {
    const health = new Health();
    health.check('postgres', () => new Promise(() => undefined));
    expect(await health.findings()).toEqual({ postgres: { state: 'failing', vital: true, why: 'LATE' } });
  });

  it('tells the operator alone which check fails and by which code, and what the hub does without', async () => {
    const health = new Health();
    health.check('postgres', () => undefined);
    health.watch('broker', () => { throw Object.assign(new Error('fia at broker-1'), { code: 'BROKER_BEHIND' }); });
    expect(await get(health.ready)).toEqual({ status: 200, body: '{"status":"ready"}' });
    expect(JSON.parse((await get(health.detail)).body)).toEqual({
      status: 'ready', checks: { postgres: { state: 'ok', vital: true }, broker: { state: 'failing', vital: false, why: 'BROKER_BEHIND' } },
    });
  });
});

describe('metrics', () => {
  it('shows the hub\'s own numbers and the process\'s', async () => {
    const metrics = new Metrics();
    metrics.counter('records_total', 'Records taken in.', ['kind']).inc({ kind: 'case' });
    metrics.gauge('relay_lag', 'Deliveries not yet sent.', [], () => 7);
    const { body } = await get(metrics.handler);
    expect(body).toContain('amanat_records_total{kind="case"} 1');
    expect(body).toContain('amanat_relay_lag 7');
    expect(body).toContain('process_cpu_seconds_total');
  });

  it('leaves out a number that cannot be told now, and tells the others', async () => {
    const metrics = new Metrics();
    let away = false;
    metrics.gauge('ledger_behind_seconds', 'Seconds.', [], async () => { if (away) throw new Error('the database is away'); return 3; });
    metrics.gauge('relay_lag', 'Deliveries not yet sent.', [], () => 7);
    expect((await get(metrics.handler)).body).toContain('amanat_ledger_behind_seconds 3');
    away = true;
    const { body } = await get(metrics.handler);
    expect([body.includes('amanat_relay_lag 7'), /^amanat_ledger_behind_seconds \S/mu.test(body)]).toEqual([true, false]);
  });
});

describe('the end of a process', () => {
  it('closes what was opened last first, and what fails does not keep the rest open', async () => {
    const closed: string[] = [];
    const codes: number[] = [];
    const shutdown = new Shutdown(5, (code) => codes.push(code));
    shutdown.onEnd('database', () => closed.push('database'));
    shutdown.onEnd('relay', () => { throw new Error('no'); });
    shutdown.onEnd('http', async () => { closed.push('http'); });
    await Promise.all([shutdown.end(0), shutdown.end(0)]);
    expect(closed).toEqual(['http', 'database']);
    expect(codes).toEqual([1]);
  });

  it('does not wait for ever', async () => {
    const codes: number[] = [];
    const shutdown = new Shutdown(0.05, (code) => codes.push(code));
    shutdown.onEnd('stuck', () => new Promise(() => undefined));
    void shutdown.end(0);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(codes).toEqual([1]);
  });
});

describe('a log line', () => {
  it('tells of an error what kind it was and where, not what it said', () => {
    const error = Object.assign(new Error('invalid input: "Ayesha Khan"'), { code: '22P02' });
    expect(faultOf(error)).toMatchObject({ fault: 'Error', code: '22P02' });
    expect(JSON.stringify(faultOf(error))).not.toContain('Ayesha');
  });
});
