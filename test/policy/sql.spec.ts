import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { POLICY_HASH, POLICY_SQL, visibleClasses } from '#libs/policy';
import { freshDatabase, type FreshDatabase } from '../services/index.js';
import { askPostgres, COLUMNS, NAMES } from './ask-postgres.js';
import { GOLDEN } from './golden.js';
import { triple } from './triples.js';
import { AGENCIES, namesOf, recordOf, requestOf } from './world.js';

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
  it('say what every golden case says', async () => {
    const questions = GOLDEN.map(({ given, when }) => ({ record: recordOf(given), audience: AGENCIES[when.agency], request: requestOf(when) }));
    const answers = await askPostgres(client, questions);
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
    const answers = await askPostgres(client, questions, NAMES.map((column) => (column === name ? 'null' : `t.${column}`)));
    const opened = questions.filter(({ record, audience, request }, at) => ((answers[at] ?? 0) & ~visibleClasses(record, audience, request)) !== 0);
    expect(opened).toEqual([]);
  });
});
