import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { POLICY_SQL } from '#libs/policy';
import { caseDocument, envelope, type Tree } from '../world/index.js';
import { follow, take } from '../world/hub/exits.js';
import { eventually, startHub, type Hub, type Receipt } from '../world/hub.js';
import { TASK_FORCE } from './stage.js';

/** The bound of the design: a change of rules, register or record is felt at every exit within this many milliseconds. */
const BOUND = 1_000;
const LOOK = `query($id: ID!, $reference: String!, $after: String) {
  one: case(id: $id) { id summary } all: cases(first: 100) { edges { node { id } } }
  filtered: cases(first: 100, filter: { reference: $reference }) { edges { node { id } } }
  feed: deliveries(stream: "records", first: 100, after: $after) { edges { node { recordId event } } } }`;

interface Narrowing {
  readonly how: string;
  readonly reader: string;
  readonly label: Tree;
  readonly before?: () => Promise<unknown>;
  readonly act: (record: Receipt, document: Tree) => Promise<unknown>;
  /** How a request is refused from then on, where it is refused and not answered with less. */
  readonly refused?: string;
}

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
  await hub.ground.rows(`insert into directory.task_force (code, title, expires_at) values ('${TASK_FORCE}', 'Eastern route', '2035-01-01')`);
  await hub.ground.rows(`insert into directory.membership (task_force, agency, since) values ('${TASK_FORCE}', 'nccia', now() - interval '1 day')`);
}, 90_000);
afterAll(() => hub?.stop());

const named = (reader: string) => ({ recipients: [reader] });
const rows = (text: string, values: readonly unknown[] = []) => hub.ground.rows(text, values);
const withoutInvestigators = POLICY_SQL.replace(/then 2943\b/, 'then 0').replace(/\b1 (?=\/\* recipient\.reference)/, '0 ');

const NARROWINGS: readonly Narrowing[] = [
  { how: 'its originator restricts the record', reader: 'nccia', label: named('nccia'),
    act: (record, document) => hub.client.amend('fia', record, { ...document, envelope: { ...(document.envelope as Tree), restricted: true } }) },
  { how: 'its originator withdraws the record', reader: 'nccia', label: named('nccia'), act: (record) => hub.client.withdraw('fia', record) },
  { how: 'its erasure date passes', reader: 'nccia', label: named('nccia'),
    act: ({ id }) => Promise.all(['record', 'record_audience'].map((table) => rows(`update records.${table} set erase_at = now() where ${table === 'record' ? 'id' : 'record_id'} = $1`, [id]))) },
  { how: 'its reader leaves the task force it was addressed to', reader: 'nccia', label: { recipients: [TASK_FORCE] },
    act: () => rows('update directory.membership set until = now()') },
  { how: 'the task force it was addressed to comes to its end', reader: 'nccia', label: { recipients: [TASK_FORCE] },
    before: () => rows('update directory.membership set until = null'),
    act: () => rows('update directory.task_force set expires_at = now()') },
  { how: 'its reader\'s clearance is lowered', reader: 'europol', label: { ...named('europol'), tlp: 'RED' },
    act: () => rows(`update directory.client set clearance = 2 where agency = 'europol'`) },
  { how: 'its reader\'s client is struck off', reader: 'police-punjab', label: named('police-punjab'), refused: 'UNAUTHENTICATED',
    act: () => rows(`delete from directory.client where id = 'police-punjab'`) },
  { how: 'the rules change', reader: 'nccia', label: named('nccia'), act: () => rows(withoutInvestigators) },
];

/** Asks at every exit of the API until none says anything of the record, and tells how long that took since `begun`. */
async function hiddenAfter(begun: number, reader: string, { id }: Receipt, reference: string, refused?: string): Promise<number> {
  for (;;) {
    const asked = performance.now();
    const { data, codes, text } = await hub.client.graphql(reader, { query: LOOK, variables: { id, reference } });
    if (refused ? codes.includes(refused) : !codes.length && !speaks(data, id)) return asked - begun;
    if (performance.now() - begun > 5 * BOUND) throw new Error(`still to be had: ${text.slice(0, 500)}`);
  }
}

const speaks = (data: any, id: string): boolean => data.one !== null
  || [data.all, data.filtered].some(({ edges }) => edges.some(({ node }: any) => node.id === id))
  || data.feed.edges.some(({ node }: any) => node.recordId === id && node.event.data !== undefined);

describe('what was seen is seen no more, by id, in a list, by a filter, in the feed and in a subscription, within a second', () => {
  it.each(NARROWINGS.map((one, place) => [one.how, { ...one, reference: `N-${place}` }] as const))('when %s', async (_how, { reader, label, reference, before, act, refused }) => {
    await before?.();
    const document = caseDocument({ envelope: envelope({ ...label, reference }) });
    const record = await hub.client.submit('fia', 'case', document);
    const look = async () => speaks((await hub.client.graphql(reader, { query: LOOK, variables: { id: record.id, reference } })).data, record.id);
    // A hub that wrote by the directory of a moment ago finds who joined since in the second round of relabelling.
    await eventually(look, () => 'the record is never seen');
    const begun = performance.now();
    await act(record, document);
    expect(await hiddenAfter(begun, reader, record, reference, refused)).toBeLessThan(BOUND);
    if (refused) return;
    const events = follow(hub, 'events', reader);
    const told = await take(events, 1);
    await events.return(undefined);
    for (const { recordId, event } of told) if (recordId === record.id) expect(event.data).toBeUndefined();
  });

  it('when its stream is closed: there is no feed any more', async () => {
    await rows(`delete from directory.stream where agency = 'de-bka' and name = 'records'`);
    const begun = performance.now();
    for (;;) {
      const { codes } = await hub.client.graphql('de-bka', { query: 'query { deliveries(stream: "records") { edges { cursor } } }' });
      if (codes.includes('STREAM_UNKNOWN')) break;
      expect(performance.now() - begun).toBeLessThan(BOUND);
    }
  });
});
