import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { POLICY_HASH, POLICY_SQL, visibleClasses } from '#libs/policy';
import { freshDatabase, type FreshDatabase } from '../services/index.js';
import { GOLDEN } from './golden.js';
import { triple, type Triple } from './triples.js';
import { AGENCIES, namesOf, recordOf, requestOf } from './world.js';

const COLUMNS = `originator text, regime text, tlp smallint, recipients text[], transfers text[], purposes int, categories int,
  handling text[], restricted boolean, state text, erase_at timestamptz, referral_consent boolean, onward text,
  agency text, agency_type text, agency_regime text, purpose int, clearance int, now timestamptz`;
const NAMES = COLUMNS.split(',').map((column) => column.trim().split(' ')[0]!);
const CALL = `policy_visible_classes(${NAMES.map((name) => `t.${name}`).join(', ')})`;

let database: FreshDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await freshDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(POLICY_SQL);
});

afterAll(async () => {
  await client?.end();
  await database?.drop();
});

describe('the rules inside PostgreSQL', () => {
  it('say what the predicate says, for 25,000 questions', async () => {
    const seed = Date.now() & 0x7fffffff;
    const questions = fc.sample(triple, { numRuns: 25_000, seed });
    const answers = await ask(questions);
    const differing = questions
      .map((question, at) => ({ seed, question, sql: answers[at], predicate: visibleClasses(question.record, question.audience, question.request) }))
      .filter(({ sql, predicate }) => sql !== predicate);
    expect(differing.slice(0, 3)).toEqual([]);
    expect(new Set(answers).size).toBeGreaterThan(15); // the questions do reach the table
  });

  it('say what every golden case says', async () => {
    const questions = GOLDEN.map(({ given, when }) => ({ record: recordOf(given), audience: AGENCIES[when.agency], request: requestOf(when) }));
    const answers = await ask(questions);
    expect(GOLDEN.map(({ name }, at) => [name, namesOf(answers[at]!)])).toEqual(GOLDEN.map((golden) => [golden.name, golden.then]));
  });

  it('carry the hash of the table', async () => {
    const { rows } = await client.query('select policy_hash() as hash');
    expect(rows).toEqual([{ hash: POLICY_HASH }]);
  });

  it('become part of the query that asks them, instead of a call for every row', async () => {
    await client.query(`create temp table t (${COLUMNS})`);
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain (verbose) select ${CALL} from t`);
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).not.toContain('policy_visible_classes');
  });

  it.each(NAMES.filter((name) => name !== 'onward'))('open nothing more when %s is unknown', async (name) => {
    const questions = fc.sample(triple, { numRuns: 500, seed: 7 });
    const answers = await ask(questions, NAMES.map((column) => (column === name ? 'null' : `t.${column}`)));
    const opened = questions.filter(({ record, audience, request }, at) => ((answers[at] ?? 0) & ~visibleClasses(record, audience, request)) !== 0);
    expect(opened).toEqual([]);
  });
});

/** All questions in one query. */
async function ask(questions: readonly Triple[], columns = NAMES.map((name) => `t.${name}`)): Promise<(number | null)[]> {
  const rows = questions.map(({ record, audience, request }, at) => ({
    at,
    ...record, erase_at: new Date(record.eraseAt), referral_consent: record.referralConsent,
    agency: audience.agency, agency_type: audience.type, agency_regime: audience.regime,
    purpose: request.purpose, clearance: request.clearance, now: new Date(request.now),
  }));
  const answer = await client.query<{ classes: number | null }>(
    `select policy_visible_classes(${columns.join(', ')}) as classes from jsonb_to_recordset($1) as t (at int, ${COLUMNS}) order by at`,
    [JSON.stringify(rows)],
  );
  return answer.rows.map((row) => row.classes);
}
