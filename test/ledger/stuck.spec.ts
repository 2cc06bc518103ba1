import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { caseDocument, envelope } from '../world/index.js';
import { follow } from '../world/hub/exits.js';
import { eventually, startHub, SUBMISSIONS, type Hub } from '../world/hub.js';

const LOCK = 7_261_004;
const SHARED = envelope({ recipients: ['nccia'] });

let hub: Hub;
let other: pg.Client;
let id: string;
beforeAll(async () => {
  hub = await startHub({ environment: { AMANAT_LEDGER_BOUND_SECONDS: '2', AMANAT_LEDGER_INTERVAL_MS: '100' } });
  id = (await hub.client.submit('fia', 'case', caseDocument({ envelope: SHARED }))).id;
  other = new pg.Client({ connectionString: hub.ground.environment['DATABASE_URL'] });
  await other.connect();
}, 90_000);
afterAll(async () => {
  await other?.end();
  await hub?.stop();
});

const ready = async () => (await (await fetch(`${hub.url}/health/ready`)).json()) as { status: string; codes?: string[] };
const asked = (query: string) => hub.client.graphql('nccia', { query, variables: { id } });
const EXITS = [
  ['a record', 'query($id: ID!) { case(id: $id) { id } }'], ['a list', '{ cases { edges { node { id } } } }'],
  ['the feed', '{ deliveries(stream: "records") { edges { cursor } } }'], ['the directory', '{ me { id } }'], ['the ledger', '{ sealLog { size } }'],
  ['the schema', '{ __typename }'], ['introspection', '{ __schema { queryType { name } } }'],
  ['an explanation', 'query($id: ID!) { explanation(client: "nccia", record: $id) { class } }'],
] as const;

async function nothingIsAnswered(): Promise<void> {
  await eventually(async () => (await ready()).status === 'not ready');
  expect(await ready()).toEqual({ status: 'not ready', codes: ['LEDGER_STUCK'] });
  for (const [exit, query] of EXITS) expect([exit, (await asked(query)).codes]).toEqual([exit, ['LEDGER_STUCK']]);
  const written = await hub.client.graphql('fia', { query: SUBMISSIONS.case, variables: { document: caseDocument(), key: `while stuck ${Math.random()}` } });
  expect([written.codes, written.data?.receipt ?? null]).toEqual([['LEDGER_STUCK'], null]);
  await expect(follow(hub, 'events', 'nccia').next()).rejects.toThrow('LEDGER_STUCK');
}

async function allIsAnswered(): Promise<void> {
  await eventually(async () => (await ready()).status === 'ready');
  for (const [exit, query] of EXITS.slice(0, -1)) expect([exit, (await asked(query)).codes]).toEqual([exit, []]);
}

/** What ends a stream in which nothing happens. */
async function endOf(events: AsyncIterator<unknown>): Promise<unknown> {
  for (;;) {
    const { value, done } = await events.next() as { value?: { errors?: unknown }; done?: boolean };
    if (done || value?.errors) return value;
  }
}

describe('a hub whose ledger is not sealed any more', () => {
  it('answers while it is sealed', allIsAnswered);

  it('stops at every exit when the sealer is held, says so in its health, and recovers by itself', async () => {
    const ended = Promise.all((['events', 'socket'] as const).map((exit) => endOf(follow(hub, exit, 'nccia'))));
    await hub.ground.rows(`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objid = $1 and database = (select oid from pg_database where datname = current_database())`, [LOCK]);
    await eventually(async () => (await other.query('select pg_try_advisory_lock($1) as held', [LOCK])).rows[0].held === true);
    await nothingIsAnswered();
    for (const last of await ended) expect(last).toMatchObject({ errors: [{ extensions: { code: 'LEDGER_STUCK' } }] });
    await other.query('select pg_advisory_unlock($1)', [LOCK]);
    await allIsAnswered();
  });

  it('stops when a transaction that does not end keeps lines from being sealed', async () => {
    await other.query('begin');
    await other.query('select pg_current_xact_id()');
    await asked(EXITS[0][1]);
    await nothingIsAnswered();
    await other.query('rollback');
    await allIsAnswered();
  });
});
