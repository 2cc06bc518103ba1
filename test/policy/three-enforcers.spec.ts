import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { POLICY_SQL, RULES, visibleClasses } from '#libs/policy';
import { freshDatabase, type FreshDatabase } from '../services/index.js';
import { CEDAR_POLICIES, CLASS_CODES, problemsOf, refereeOf } from './ask-cedar.js';
import { askPostgres } from './ask-postgres.js';
import { GOLDEN } from './golden.js';
import { triple, type Triple } from './triples.js';
import { AGENCIES, namesOf, recordOf, requestOf } from './world.js';

/** One question is about a record, an agency and a request; a decision is a question about one class. */
const QUESTIONS = 25_000;
const REFEREED = Math.ceil(100_000 / CLASS_CODES.length);

const seed = Date.now() & 0x7fffffff;
const questions = fc.sample(triple, { numRuns: QUESTIONS, seed });
const predicate = ({ record, audience, request }: Triple) => visibleClasses(record, audience, request);

let database: FreshDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await freshDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client?.end();
  await database?.drop();
});

const wrong = (answers: readonly (number | null)[]) => answers
  .map((answer, at) => ({ seed, question: questions[at]!, answer, predicate: predicate(questions[at]!) }))
  .filter((one) => one.answer !== one.predicate).slice(0, 3);

describe('the three enforcers and the referee', () => {
  it(`TypeScript and PostgreSQL say the same, for ${QUESTIONS} questions of ${CLASS_CODES.length} classes`, async () => {
    await client.query(POLICY_SQL);
    const answers = await askPostgres(client, questions);
    expect(wrong(answers)).toEqual([]);
    expect(new Set(answers).size).toBeGreaterThan(15); // the questions do reach the table
  });

  it(`Cedar says the same, for ${REFEREED * CLASS_CODES.length} decisions: each of ${CLASS_CODES.length} classes of ${REFEREED} of these questions`, () => {
    const referee = refereeOf(CEDAR_POLICIES);
    expect(wrong(questions.slice(0, REFEREED).map((question) => referee(question)))).toEqual([]);
  }, 240_000);

  it('Cedar says what every golden case says', () => {
    const referee = refereeOf(CEDAR_POLICIES);
    const answers = GOLDEN.map(({ name, given, when }) =>
      [name, namesOf(referee({ record: recordOf(given), audience: AGENCIES[when.agency], request: requestOf(when) }))]);
    expect(answers).toEqual(GOLDEN.map((golden) => [golden.name, golden.then]));
  });

  it('Cedar finds the policies in order, held strictly against their schema', () => {
    expect(problemsOf(CEDAR_POLICIES)).toEqual([]);
    expect(problemsOf(CEDAR_POLICIES.replace('resource.recipients', 'resource.recipient')).join()).toMatch(/recipient/u);
    expect(problemsOf(CEDAR_POLICIES.replace('resource.tlp < 2', 'resource.tlp < "2"'))).not.toEqual([]);
  });
});

/** As yet no permit opens an amber record to the unnamed, nor should one ever. */
const GUARDS = ['tlp.named-only'];

/** What a compiler could get wrong: a rule lost, a class too many, a condition turned round. */
const CEDAR_MISTAKES: readonly [string, (text: string) => string][] = [
  ['a forbid that was lost', (text) => without(text, 'transfer.eu')],
  ['a permit that was lost', (text) => without(text, 'recipient.labour')],
  ['a permit of a class too many', (text) => text.replace('action in [Action::"REFERENCE", Action::"METHOD"]', 'action in [Action::"REFERENCE", Action::"METHOD", Action::"FINANCE"]')],
  ['a forbid that has turned into a permit', (text) => text.replace(blockOf('handling.h1'), (block) => block.replace('forbid', 'permit'))],
  ['a border that is one off', (text) => text.replace('resource.tlp < 2', 'resource.tlp <= 2')],
];
const SQL_MISTAKES: readonly [string, (text: string) => string][] = [
  ['a forbid that was lost', (text) => text.replace(/^.*\/\* officer\.identity \*\/\n/mu, '')],
  ['a mask with a bit too many', (text) => text.replace('then 271 ', 'then 303 ')],
  ['a border that is one off', (text) => text.replace('(tlp < 2)', '(tlp <= 2)')],
];

describe('a mistake of a compiler does not pass', () => {
  it.each(CEDAR_MISTAKES)('in Cedar: %s', (_name, mistaken) => {
    const text = mistaken(CEDAR_POLICIES);
    expect(text).not.toBe(CEDAR_POLICIES);
    const [right, broken] = [refereeOf(CEDAR_POLICIES), refereeOf(text)];
    const found = questions.find((question) => broken(question) !== predicate(question));
    expect(found && right(found) === predicate(found)).toBe(true);
  });

  it.each(SQL_MISTAKES)('in SQL: %s', async (_name, mistaken) => {
    expect(mistaken(POLICY_SQL)).not.toBe(POLICY_SQL);
    await client.query(mistaken(POLICY_SQL));
    expect(wrong(await askPostgres(client, questions))).not.toEqual([]);
  });

  it('for the questions tell every rule: without any one of them an answer would differ', () => {
    const applying = questions.map(({ record, audience, request }) => RULES.filter((rule) => rule.applies(record, audience, request)));
    const idle = RULES.filter((rule) => !applying.some((rules) => rules.includes(rule) && maskOf(rules) !== maskOf(rules.filter((one) => one !== rule))));
    expect(idle.map(({ id }) => id)).toEqual(GUARDS);
  });
});

function maskOf(rules: readonly { effect: string; classes: number }[]): number {
  const of = (effect: string) => rules.reduce((mask, rule) => (rule.effect === effect ? mask | rule.classes : mask), 0);
  return of('permit') & ~of('forbid');
}

const blockOf = (id: string) => new RegExp(`@id\\("${id}"\\)\\n[^]*?\\n\\) when .*\\n`, 'u');

function without(policies: string, id: string): string {
  return policies.replace(blockOf(id), '');
}
