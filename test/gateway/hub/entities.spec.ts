import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { createServer, type Server } from 'node:http';
import { systemIds, type Caller } from '#libs/kernel';
import { CallerAssertion, mountSubgraph } from '#libs/subgraphs';
import { startSubgraphs, SUBGRAPHS, type RunningSubgraphs } from '../../../apps/assembly/subgraphs.js';
import { alertDocument, caseDocument, envelope, incidentDocument, openWorld, type World } from '../../world/index.js';
import { closed, INTERNAL_KEY, listening, report, reported } from '../topologies.js';

const ABSENT = '01900000-0000-7000-8000-00000000dead';
/** What only FIA may see, as it is addressed to nobody. */
const OWN = { envelope: envelope({ recipients: [] }) };
const SHARED = { envelope: envelope({ recipients: ['nccia', 'europol'] }) };

let world: World;
let subgraphs: RunningSubgraphs;
let server: Server;
let url: string;
const ids: Record<string, string> = {};

beforeAll(async () => {
  world = await openWorld();
  subgraphs = await startSubgraphs(world.house, SUBGRAPHS, report);
  const app = express();
  const assertion = new CallerAssertion(INTERNAL_KEY);
  for (const [name, executor] of subgraphs.executors) mountSubgraph(app, { name, executor, assertion, report });
  server = createServer(app);
  url = await listening(server);
  const submit = async (name: string, kind: string, document: unknown) => void (ids[name] = (await world.submit('fia', kind, document)).id);
  await submit('hidden Case', 'case', caseDocument(OWN));
  await submit('shared Case', 'case', caseDocument(SHARED));
  await submit('hidden Incident', 'incident', incidentDocument(OWN));
  await submit('shared Incident', 'incident', incidentDocument(SHARED));
  await submit('hidden Alert', 'alert', alertDocument({ ...OWN, caseId: ids['shared Case'] }));
  await submit('shared Alert', 'alert', alertDocument({ ...SHARED, caseId: ids['hidden Case'] }));
}, 60_000);
afterAll(async () => {
  await closed(server);
  await subgraphs.app.close();
  await world.close();
});

const gateway = new CallerAssertion(INTERNAL_KEY);

/** As the gateway asks, over HTTP: the answer as it came, status and all. */
async function ask(subgraph: string, caller: Caller, query: string, variables: Record<string, unknown>): Promise<string> {
  const body = JSON.stringify({ query, variables });
  const headers = { 'content-type': 'application/json', 'amanat-caller': gateway.sign(caller, { audience: subgraph, method: 'POST', search: '', body }) };
  const response = await fetch(`${url}/subgraphs/${subgraph}`, { method: 'POST', headers, body });
  return `${response.status} ${await response.text()}`;
}

const asker = (agency = 'nccia') => world.caller(agency, { purpose: 'criminal-investigation', operationId: systemIds.next() });

/** Every way in which a subgraph can be asked for an entity, for each type that it can be asked for. */
const PATHS: readonly (readonly [type: string, subgraph: string, selection: string])[] = [
  ['Case', 'cases', '... on Case { id version summary victims { ref identity { fullName } } }'],
  ['Case', 'cases', '... on Case { __typename id withheld originator { code } }'],
  ['Case', 'cases', '... { ... on Case { id ... on Case { status ... { asOf } } } }'],
  ['Case', 'cases', '... { ... on Case { id suspects { identity { fullName } } } ... on Incident { dead } }'],
  ['Incident', 'cases', '... on Incident { id version dead place { country } }'],
  ['Incident', 'cases', '... on Case { id } ... on Incident { id withheld }'],
  ['Alert', 'alerts', '... on Alert { id version text urgency originator { code } }'],
  ['Alert', 'alerts', '... on Alert { id case { id } acknowledgements { agency { code } } }'],
];

describe('an entity asked for by its key', () => {
  it.each(PATHS)('%s: what is hidden answers like what does not exist, to the byte (%s: %s)', async (type, subgraph, selection) => {
    const query = `query($of: [_Any!]!) { _entities(representations: $of) { ${selection} } }`;
    const answer = (id: string, caller = asker()) => ask(subgraph, caller, query, { of: [{ __typename: type, id }] });
    const [hidden, absent] = await Promise.all([answer(ids[`hidden ${type}`]!), answer(ABSENT)]);
    expect(hidden).toBe(absent);
    expect(hidden).toBe('200 {"data":{"_entities":[null]}}');
    expect(await answer(ids[`shared ${type}`]!)).toContain(ids[`shared ${type}`]);
    expect(await answer(ids[`hidden ${type}`]!, asker('fia'))).toContain(ids[`hidden ${type}`]);
  });

  it('shows among many only those that may be seen, at their places', async () => {
    const representations = ['hidden Case', 'shared Case', 'hidden Incident', 'shared Incident'].map((name) => ({ __typename: name.split(' ')[1], id: ids[name] }));
    const text = await ask('cases', asker(), 'query($of: [_Any!]!) { _entities(representations: $of) { ... on Case { id } ... on Incident { id } } }', { of: representations });
    expect(text).toBe(`200 {"data":{"_entities":[null,{"id":"${ids['shared Case']}"},null,{"id":"${ids['shared Incident']}"}]}}`);
  });

  it('is found by its type and id and by nothing else that a representation claims', async () => {
    const claims = [{ summary: 'claimed' }, { originator: { code: 'nccia' } }, { withheld: [] }, { victims: [{ identity: { fullName: 'x' } }] }, { agency: 'fia', audiences: ['fia'] }];
    const query = 'query($of: [_Any!]!) { _entities(representations: $of) { ... on Case { id summary originator { code } } } }';
    for (const claim of claims) {
      expect(await ask('cases', asker(), query, { of: [{ __typename: 'Case', id: ids['hidden Case'], ...claim }] })).toBe('200 {"data":{"_entities":[null]}}');
    }
    const confused = await Promise.all(['Incident', 'Alert', 'Nothing', '__proto__'].map((type) => ask('cases', asker(), query, { of: [{ __typename: type, id: ids['hidden Case'] }] })));
    for (const text of confused) expect(text).toBe('200 {"data":{"_entities":[null]}}');
  });

  it('is joined no further than may be seen: alerts of a case that is hidden, the case of an alert', async () => {
    const alertsOf = (id: string) => ask('alerts', asker(), 'query($of: [_Any!]!) { _entities(representations: $of) { ... on Case { alerts { id text } } } }', { of: [{ __typename: 'Case', id }] });
    expect(await alertsOf(ids['shared Case']!)).toBe('200 {"data":{"_entities":[{"alerts":[]}]}}');
    expect(await alertsOf(ABSENT)).toBe('200 {"data":{"_entities":[{"alerts":[]}]}}');
  });

  it('is an agency that takes part, or nothing', async () => {
    const agencies = await ask('directory', asker(), 'query($of: [_Any!]!) { _entities(representations: $of) { ... on Agency { code name } } }', { of: [{ __typename: 'Agency', code: 'fia' }, { __typename: 'Agency', code: 'nobody' }] });
    expect(agencies).toBe('200 {"data":{"_entities":[{"code":"fia","name":"Federal Investigation Agency"},null]}}');
  });
});

describe('several callers in the same moment', () => {
  it('are each answered as if alone: no look-up, no compiled query and no batch is shared between them', async () => {
    const query = 'query($of: [_Any!]!) { _entities(representations: $of) { ... on Case { id withheld summary victims { identity { fullName } } } } }';
    const of = ['hidden Case', 'shared Case'].map((name) => ({ __typename: 'Case', id: ids[name] }));
    const callers = ['fia', 'nccia', 'europol', 'police-punjab', 'fia', 'nccia'];
    const executor = subgraphs.executors.get('cases')!;
    const local = async (agency: string) => JSON.stringify(await executor.execute({ kind: 'query', query, variables: { of }, context: { caller: asker(agency) } }));
    const alone: string[] = [];
    for (const agency of callers) alone.push(await local(agency));
    expect(new Set(alone).size).toBeGreaterThanOrEqual(3);
    for (let round = 0; round < 5; round += 1) expect(await Promise.all(callers.map(local))).toEqual(alone);
    expect(await Promise.all(callers.map((agency) => ask('cases', asker(agency), query, { of })))).toEqual(alone.map((text) => `200 ${text}`));
  });
});

describe('all of this', () => {
  it('went without a failure of the hub', () => expect(reported.filter(({ event }) => event === 'gateway.failed')).toEqual([]));
});
