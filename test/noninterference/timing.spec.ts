import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { callerFacts } from '#libs/disclosure';
import { uuidV7 } from '#libs/kernel';
import { alertDocument, caseDocument, envelope, openWorld, type World } from '../world/index.js';

/**
 * Leak class 19 (existence oracle) by the clock: Elastic's documents on document-level security admit it. Here
 * not by the clock, which a busy machine makes lie, but by what the clock measures: the pages that the
 * database touches. `npm run bench -- hidden` measures the time itself, at a million records.
 */
const MANY = 100;
const BLIND = 'de-bka';
const FORBIDDEN_TO_BLIND = envelope({ recipients: ['nccia'], tlp: 'RED', reference: 'held-back' });

let world: World;
let session: pg.Client;
let hidden: string[];
let absent: string[];

beforeAll(async () => {
  world = await openWorld();
  const receipts: { id: string }[] = [];
  for (let count = 0; count < MANY; count++) receipts.push(await world.submit('fia', 'case', caseDocument({ envelope: FORBIDDEN_TO_BLIND })));
  hidden = receipts.map(({ id }) => id);
  absent = hidden.map((id) => uuidV7(parseInt(id.replaceAll('-', '').slice(0, 12), 16)));
  await world.submit('fia', 'alert', alertDocument({ envelope: FORBIDDEN_TO_BLIND, caseId: hidden[0] }));
  await world.rows('analyze');
  session = new pg.Client({ connectionString: world.url, options: '-c role=amanat_hub' });
  await session.connect();
}, 60_000);
afterAll(async () => {
  await session?.end();
  await world?.close();
});

/** What is asked of the hub's own role: a statement and its values. */
type Question = readonly [text: string, ...values: unknown[]];

/** Pages that the question touches, the ledger's line included; what it did is undone. */
async function pages([text, ...values]: Question): Promise<number> {
  await session.query('begin');
  const { rows: [{ 'QUERY PLAN': [plan] }] } = await session.query(`explain (analyze, buffers, timing off, format json) ${text}`, values);
  await session.query('rollback');
  return plan.Plan['Shared Hit Blocks'] + plan.Plan['Shared Read Blocks'];
}

/** How many pages more the hidden ones cost than the absent, all together: the least of several looks at each, in turns, as the ledger grows meanwhile. */
async function surplus<What>(ask: (what: What) => Question, pairs: readonly (readonly [What, What])[]): Promise<number> {
  let sum = 0;
  for (const pair of pairs) {
    const least = [Infinity, Infinity];
    for (let look = 0; look < 6; look++) {
      for (const [which, what] of pair.entries()) least[which] = Math.min(least[which]!, await pages(ask(what)));
    }
    sum += least[0]! - least[1]!;
  }
  return Math.abs(sum);
}

const facts = (agency = BLIND) => callerFacts(world.caller(agency));
const byIds = (kind: string, ids: readonly string[], agency = BLIND): Question => ['select * from disclosure.by_id($1, $2, $3)', facts(agency), kind, ids];
const page = (filter: Readonly<Record<string, string>>, after = 'ffffffff-ffff-ffff-ffff-ffffffffffff'): Question =>
  ['select * from disclosure.page($1, $2, $3, $4, $5, $6)', facts(), 'case', Object.keys(filter), Object.values(filter), after, 51];
const onePair = () => [[hidden, absent]] as const;
const onesPairs = () => [20, 40, 50, 60, 80].map((place) => [hidden[place]!, absent[place]!] as const);

/** A key at the edge of an index page costs a page more now and then; a look at each hidden record would cost one or more each. */
const FEW_OF_MANY = MANY / 10;
const FEW_OF_FIVE = 2;

describe('what is hidden costs the database what costs what does not exist', () => {
  it('ids, one by one', async () => expect(await surplus((id) => byIds('case', [id]), onesPairs())).toBeLessThanOrEqual(FEW_OF_FIVE));

  it('a hundred ids at once, as a page of alerts asks for its cases', async () =>
    expect(await surplus((ids) => byIds('case', ids), onePair())).toBeLessThanOrEqual(FEW_OF_MANY));

  it('a hundred times the same id, which makes a small difference a great one', async () =>
    expect(await surplus((id) => byIds('case', Array.from({ length: MANY }, () => id)), onesPairs())).toBeLessThanOrEqual(5 * FEW_OF_MANY));

  it('ids of another kind, as of an alert to acknowledge', async () =>
    expect(await surplus((ids) => byIds('alert', ids), onePair())).toBeLessThanOrEqual(FEW_OF_MANY));

  it('a filter by a value that only hidden records have, by itself and with another', async () => {
    expect(await surplus((reference) => page({ 'case.reference': reference }), [['held-back', 'held-none']])).toBeLessThanOrEqual(FEW_OF_FIVE);
    expect(await surplus((reference) => page({ 'case.status': 'Active', 'case.reference': reference }), [['held-back', 'held-none']])).toBeLessThanOrEqual(FEW_OF_FIVE);
  });

  it('a cursor', async () => expect(await surplus((id) => page({}, id), onesPairs())).toBeLessThanOrEqual(FEW_OF_FIVE));

  it('the alerts about cases', async () => {
    const about = (ids: readonly string[]): Question => ['select * from disclosure.related($1, $2, $3, $4, $5)', facts(), 'alert', 'alert.caseId', ids, 50];
    expect(await surplus(about, onePair())).toBeLessThanOrEqual(FEW_OF_MANY);
  });

  it('an amendment or a withdrawal', async () => {
    const current = (id: string): Question => ['select * from records.current($1, $2, $3, $4, $5)', facts(), 'a key', Buffer.from('x'), 'case', id];
    expect(await surplus(current, onesPairs())).toBeLessThanOrEqual(FEW_OF_FIVE);
  });

  it('the question who sees what', async () =>
    expect(await surplus((id) => ['select * from records.label_of($1, $2)', facts(), id], onesPairs())).toBeLessThanOrEqual(FEW_OF_FIVE));

  it('and the measure can tell: to an agency that sees them they cost more', async () =>
    expect(await surplus((ids) => byIds('case', ids, 'nccia'), onePair())).toBeGreaterThan(MANY));
});

describe('a lock tells nothing of others\' work', () => {
  it('an agency that a record is hidden from does not wait while its originator amends it', async () => {
    const busy = new pg.Client({ connectionString: world.url, options: '-c role=amanat_hub' });
    await busy.connect();
    try {
      await busy.query('begin');
      const current = 'select * from records.current($1, $2, $3, $4, $5)';
      await busy.query(current, [callerFacts(world.caller('fia')), randomUUID(), Buffer.from('x'), 'case', hidden[0]]);
      await session.query(`set lock_timeout = '500ms'`);
      expect((await session.query(current, [facts(), 'a key', Buffer.from('x'), 'case', hidden[0]])).rows).toEqual([]);
      await busy.query('rollback');
    } finally {
      await busy.end();
    }
  });
});
