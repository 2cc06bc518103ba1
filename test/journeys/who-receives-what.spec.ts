import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLASSES, type RecordClass } from '#libs/contracts';
import { exitsOf, type AgencyExits, type Given } from '../world/hub/exits.js';
import { startHub, type Hub } from '../world/hub.js';
import { classesIn, MARKED_CASE } from '../world/marked-case.js';
import { SHARING_STORIES, type SharingStory } from './sharing-stories.js';

const AGENCIES = ['fia', 'nccia', 'beoe', 'pta', 'police-punjab', 'europol', 'frontex', 'de-bka', 'iom'];
const SUBMIT = 'mutation($case: CaseInput!, $key: ID!) { submitCase(case: $case, idempotencyKey: $key) { id kind version duplicate } }';
const ALL = CLASSES.map((entry) => entry.code);
const SEALED = new Set(CLASSES.filter((entry) => entry.sealed).map((entry) => entry.code));

let hub: Hub;
const idOf = new Map<SharingStory, string>();
const exits = new Map<string, AgencyExits>();

beforeAll(async () => {
  hub = await startHub({ kafka: true });
  for (const story of SHARING_STORIES) {
    const { data, text } = await hub.client.graphql(story.originator, { query: SUBMIT, variables: { case: story.document, key: story.title } });
    if (!data?.submitCase) throw new Error(text);
    idOf.set(story, data.submitCase.id);
  }
  await Promise.all(AGENCIES.map(async (agency) => {
    const expected = SHARING_STORIES.filter((story) => story.streams[agency]).length;
    exits.set(agency, await exitsOf(hub, agency, expected));
  }));
}, 90_000);
afterAll(() => hub?.stop());

const sorted = (classes: readonly RecordClass[]) => ALL.filter((code) => classes.includes(code));

/** One event: the open classes are in it, the sealed ones named, all others withheld by name. */
function eventWith(classes: readonly RecordClass[]): Given[] {
  return [{
    open: sorted(classes.filter((code) => !SEALED.has(code))), sealed: sorted(classes.filter((code) => SEALED.has(code))),
    withheld: ALL.filter((code) => !classes.includes(code)),
  }];
}

describe.each(SHARING_STORIES)('$title', (story) => {
  it.each(story.reads)('%s reads, for %s, exactly its classes and is told which are withheld', async (agency, purpose, classes) => {
    const { data, text } = await hub.client.graphql(agency, { query: MARKED_CASE, variables: { id: idOf.get(story) }, purpose });
    expect(classesIn(text)).toEqual(sorted(classes));
    expect(data.case.withheld).toEqual(ALL.filter((code) => !classes.includes(code)));
  });

  it('an agency that is to see nothing gets the same answer as for a record that does not exist', async () => {
    const seeing = new Set(story.reads.map(([agency]) => agency).concat(Object.keys(story.streams)));
    const others = AGENCIES.filter((agency) => !seeing.has(agency));
    const nowhere = '01900000-0000-7000-8000-00000000dead';
    for (const agency of others) {
      const hidden = await hub.client.graphql(agency, { query: MARKED_CASE, variables: { id: idOf.get(story) } });
      const absent = await hub.client.graphql(agency, { query: MARKED_CASE, variables: { id: nowhere } });
      expect([agency, hidden.status, hidden.text]).toEqual([agency, absent.status, absent.text]);
    }
  });

  it.each(AGENCIES)('%s is told by its feed, both subscriptions and its topic alike what it may know, and nothing else', (agency) => {
    const expected = story.streams[agency] ? eventWith(story.streams[agency]) : undefined;
    const id = idOf.get(story)!;
    const got = Object.fromEntries(Object.entries(exits.get(agency)!).map(([exit, records]) => [exit, records.get(id)]));
    expect(got).toEqual({ feed: expected, 'server-sent events': expected, websocket: expected, topic: expected });
  });
});
