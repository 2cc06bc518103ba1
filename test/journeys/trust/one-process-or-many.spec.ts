import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { alertDocument, caseDocument, envelope, incidentDocument } from '../../world/index.js';
import { feedOf, follow, take } from '../../world/hub/exits.js';
import { ACKNOWLEDGEMENT, AMENDMENT, eventually, newGround, startHub, SUBMISSIONS, WITHDRAWAL, type Asked, type Ground, type Hub } from '../../world/hub.js';
import { MARKED_FIELDS, markedCase } from '../../world/marked-case.js';

const SHARED = { recipients: ['nccia', 'europol', 'frontex', 'iom'], purposes: ['criminal-investigation', 'victim-protection', 'threat-analysis'] };
const NOWHERE = '01900000-0000-7000-8000-00000000dead';

let ground: Ground;
let together: Hub;
let apart: Hub;
let questions: readonly (readonly [title: string, client: string, asked: Asked])[] = [];
beforeAll(async () => {
  ground = await newGround(true);
  [together, apart] = await Promise.all([startHub({ bundled: true, kafka: true, ground }), startHub({ topology: 'split', kafka: true, ground })]);
  questions = questionsAbout(await world());
}, 120_000);
afterAll(async () => {
  await Promise.all([together?.stop(), apart?.stop()]);
  await ground?.drop();
});

interface World { readonly cases: readonly string[]; readonly incident: string; readonly alert: string; readonly withdrawn: string; readonly cursor: string }

/** Handed in by turns at the one hub and the other: they stand on the same ground. */
async function world(): Promise<World> {
  const cases: string[] = [];
  for (const { client } of [together, apart, together]) cases.push((await client.submit('fia', 'case', markedCase(SHARED))).id);
  await together.client.amend('fia', { id: cases[0]!, version: 1 }, markedCase(SHARED, { summary: 'They were moved on.' }));
  const incident = await apart.client.submit('frontex', 'incident', incidentDocument({ envelope: envelope({ ...SHARED, legalBasis: 'FRONTEX-2019-1896-87', recipients: ['europol', 'fia'] }) }));
  const alert = await apart.client.submit('fia', 'alert', alertDocument({ envelope: envelope(SHARED), caseId: cases[0] }));
  const withdrawn = await together.client.submit('fia', 'case', caseDocument({ envelope: envelope(SHARED) }));
  await apart.client.withdraw('fia', withdrawn);
  await apart.client.write('europol', ACKNOWLEDGEMENT, { id: alert.id, key: 'seen' });
  const { edges } = (await together.client.graphql('nccia', { query: '{ cases(first: 1) { edges { cursor } } }' })).data.cases;
  return { cases, incident: incident.id, alert: alert.id, withdrawn: withdrawn.id, cursor: edges[0].cursor };
}

/** The second time each mutation is asked it is a repetition, so that both hubs are asked the same of the same state. */
function questionsAbout({ cases: [first, second], incident, alert, withdrawn, cursor }: World): typeof questions {
  const whole = `query($id: ID!) { case(id: $id) { ${MARKED_FIELDS} alerts { id text } } }`;
  const joined = '{ cases { edges { cursor node { id version originator { code name regime } alerts { id urgency originator { name } case { id status } acknowledgements { agency { name } } } } } pageInfo { hasNextPage endCursor } } }';
  const submission = (document: unknown, key: string): Asked => ({ query: SUBMISSIONS.case, variables: { document, key } });
  const amendment = (version: number): Asked => ({ query: AMENDMENT, variables: { id: second, version, document: markedCase(SHARED), key: 'amend' } });
  return [
    ['a case with every class', 'fia', { query: whole, variables: { id: first } }],
    ['the same case through another mask', 'frontex', { query: whole, variables: { id: first } }],
    ['the same case for another purpose', 'nccia', { query: whole, variables: { id: first }, purpose: 'victim-protection' }],
    ['a case that does not exist', 'fia', { query: whole, variables: { id: NOWHERE } }],
    ['a case that was withdrawn', 'nccia', { query: whole, variables: { id: withdrawn } }],
    ['an id that is none', 'fia', { query: whole, variables: { id: 'x' } }],
    ['lists joined over three subgraphs', 'fia', { query: joined }],
    ['the same lists of another agency', 'europol', { query: joined }],
    ['a page after a cursor', 'nccia', { query: 'query($after: String) { cases(first: 2, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }', variables: { after: cursor } }],
    ['a filter', 'nccia', { query: '{ cases(filter: { status: "Active", offence: "PTPA2018-3-1" }) { edges { node { id } } } }' }],
    ['a filter on a class one may never see', 'pta', { query: '{ cases(filter: { offence: "PTPA2018-3-1" }) { edges { node { id } } } }' }],
    ['a page too large', 'nccia', { query: '{ cases(first: 101) { edges { node { id } } } }' }],
    ['a cursor that is none', 'nccia', { query: '{ cases(after: "x") { edges { node { id } } } }' }],
    ['an incident by fragment and alias', 'fia', { query: `{ at: incident(id: "${incident}") { ...I } } fragment I on Incident { id place { country } dead originator { name } }` }],
    ['an alert with its case', 'iom', { query: `{ alert(id: "${alert}") { id text case { id summary envelope { tlp } } originator { code country } } }` }],
    ['who acknowledged it', 'fia', { query: `{ alert(id: "${alert}") { acknowledgements { agency { code name } } } }` }],
    ['the participants and oneself', 'beoe', { query: '{ agencies { code name type regime country } me { id agency { name } classes purposes clearance streams { name kinds purpose topic } } agency(code: "nobody") { name } }' }],
    ['the pull feed', 'nccia', { query: '{ deliveries(stream: "records", first: 100) { edges { cursor node { id type time kind recordId version event } } pageInfo { hasNextPage endCursor } } }' }],
    ['a stream one does not have', 'nccia', { query: '{ deliveries(stream: "nowhere") { edges { cursor } } }' }],
    ['why a client sees what it sees', 'fia', { query: `{ explanation(client: "nccia", record: "${first}") { class visible permittedBy forbiddenBy } }` }],
    ['the same, asked by another', 'nccia', { query: `{ explanation(client: "nccia", record: "${first}") { class } }` }],
    ['a submission', 'fia', submission(markedCase(SHARED), 'the same')],
    ['another submission under the same key', 'fia', submission(caseDocument(), 'the same')],
    ['a submission with everything wrong', 'fia', submission(caseDocument({ status: 'Asleep', nickname: 'x', envelope: envelope({ legalBasis: undefined, erasureDate: '1999-01-01' }) }), 'wrong')],
    ['an amendment', 'fia', amendment(1)],
    ['an amendment of a version long gone', 'fia', { ...amendment(9), variables: { ...amendment(9).variables, key: 'late' } }],
    ['an amendment by another agency', 'nccia', amendment(1)],
    ['a withdrawal without a reason', 'fia', { query: WITHDRAWAL, variables: { id: second, version: 1, reason: ' ', key: 'no reason' } }],
    ['two mutations, one refused', 'fia', { query: `mutation { a: withdrawCase(id: "${NOWHERE}", version: 1, reason: "x", idempotencyKey: "a") { id } b: acknowledgeAlert(id: "${alert}", idempotencyKey: "b") { id version } }` }],
    ['a query that is not GraphQL', 'fia', { query: '{ cases {' }],
    ['a field that the schema lacks', 'fia', { query: '{ cases { edges { node { password } } } }' }],
    ['a purpose one does not have', 'pta', { query: '{ me { id } }', purpose: 'immigration-control' }],
    ['no purpose', 'fia', { query: '{ me { id } }', purpose: '' }],
    ['no legal basis', 'fia', { query: '{ me { id } }', legalBasis: '' }],
    ['no token', 'fia', { query: '{ me { id } }', headers: { authorization: 'Bearer x' } }],
    ['the schema', 'fia', { query: '{ __schema { types { name fields { name description } } } }' }],
  ];
}

describe('one process from one file, and gateway with three subgraphs and a worker', () => {
  it('give the same bytes', async () => {
    expect(questions.length).toBeGreaterThan(30);
    for (const [title, client, asked] of questions) {
      await together.client.graphql(client, asked); // a mutation is done here; what is compared are two repetitions
      const one = await together.client.graphql(client, asked);
      const many = await apart.client.graphql(client, asked);
      expect({ title, status: many.status, text: many.text }).toEqual({ title, status: one.status, text: one.text });
    }
  });

  it.each(['events', 'socket'] as const)('bring the same subscription by %s', async (by) => {
    const brought = await Promise.all([together, apart].map(async (hub) => {
      const events = follow(hub, by, 'nccia');
      const taken = await take(events, (await feedOf(hub, 'nccia')).length);
      await events.return(undefined);
      return taken;
    }));
    expect(brought[0]!.length).toBeGreaterThan(4);
    expect(brought[1]).toEqual(brought[0]);
  });

  it('answer what was asked: the list above is not one of failures', async () => {
    const codes = await Promise.all(questions.map(async ([, client, asked]) => (await apart.client.graphql(client, asked)).codes));
    expect(codes.filter((each) => each.length === 0).length).toBeGreaterThan(18);
    expect(new Set(codes.flat())).not.toContain('INTERNAL');
    expect(new Set(codes.flat())).not.toContain('UNAVAILABLE');
  });

  it('believe nothing that a request says about itself', async () => {
    const forged = { 'amanat-caller': 'eyJhbGciOiJub25lIn0.e30.', 'x-agency': 'fia', 'amanat-agency': 'fia', 'x-forwarded-user': 'fia' };
    for (const { client } of [together, apart]) {
      const { data } = await client.graphql('nccia', { query: '{ me { id agency { code } } }', headers: forged });
      expect(data.me).toEqual({ id: 'nccia', agency: { code: 'nccia' } });
    }
  });
});

describe('a subgraph that is asked directly', () => {
  it.each(['cases', 'alerts', 'directory'])('%s refuses, whatever the request says of its sender', async (name) => {
    const url = `http://127.0.0.1:${apart.processes.get(name)!.port}/subgraphs/${name}`;
    const headers = { 'content-type': 'application/json', ...(await apart.client.headers('fia')) };
    const claims: Record<string, string>[] = [{}, { 'amanat-caller': 'x' }, { 'amanat-caller': await apart.client.token('fia') }];
    for (const claim of claims) {
      const response = await fetch(url, { method: 'POST', headers: { ...headers, ...claim }, body: '{"query":"{ __typename }"}' });
      expect([response.status, JSON.parse(await response.text()).errors[0].extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    }
  });
});

describe('the worker of the other hub', () => {
  it('goes on with sending when the first is killed, and nothing is lost', async () => {
    const reader = await apart.topics.read('nccia', 'records');
    await together.kill();
    const receipt = await apart.client.submit('fia', 'case', caseDocument({ envelope: envelope(SHARED) }));
    await reader.until((seen) => seen.some(({ key }) => key === receipt.id));
    const fed = new Set((await feedOf(apart, 'nccia')).map(({ id }) => id));
    await eventually(() => [...fed].every((id) => reader.messages.some(({ headers }) => headers['ce_id'] === id)));
  });
});
