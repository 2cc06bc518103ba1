import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLASSES, PURPOSES, type RecordClass } from '#libs/contracts';
import { envelope, incidentDocument } from '../../world/index.js';
import { exitsOf, type AgencyExits, type Given } from '../../world/hub/exits.js';
import { startHub, type Hub } from '../../world/hub.js';
import { classesIn, MARKED_CASE } from '../../world/marked-case.js';
import { SHARING_STORIES, type SharingStory } from './sharing-stories.js';

const AGENCIES = ['fia', 'nccia', 'beoe', 'pta', 'police-punjab', 'europol', 'frontex', 'de-bka', 'iom'];
const ALL_PURPOSES = PURPOSES.map((entry) => entry.code);
const ALL = CLASSES.map((entry) => entry.code);
const SEALED = new Set(CLASSES.filter((entry) => entry.sealed).map((entry) => entry.code));

let hub: Hub;
const idOf = new Map<SharingStory, string>();
const exits = new Map<string, AgencyExits>();

beforeAll(async () => {
  hub = await startHub({ kafka: true });
  for (const story of SHARING_STORIES) idOf.set(story, (await hub.client.submit(story.originator, 'case', story.document)).id);
  // For all to see, and so the last that each is told of: whatever else was to come has come by then.
  const forAll = incidentDocument({ envelope: envelope({ tlp: 'CLEAR', recipients: [], purposes: ALL_PURPOSES }) });
  const last = await hub.client.submit('fia', 'incident', forAll);
  const lastForFia = await hub.client.submit('nccia', 'incident', forAll);
  await Promise.all(AGENCIES.map(async (agency) => exits.set(agency, await exitsOf(hub, agency, (agency === 'fia' ? lastForFia : last).id))));
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
    const { data, text } = await hub.client.graphql(agency, { query: MARKED_CASE, variables: { id: idOf.get(story) }, purpose, officer: 'o-1' });
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
