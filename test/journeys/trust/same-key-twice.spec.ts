import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caseDocument, envelope } from '../../world/index.js';
import { AMENDMENT, startHub, SUBMISSIONS, WITHDRAWAL, type Hub, type Receipt } from '../../world/hub.js';

const SHARED = envelope({ recipients: ['nccia', 'europol'] });
const document = (summary = 'Once.') => caseDocument({ envelope: SHARED, summary });
const AT_ONCE = 24;

let hub: Hub;
beforeAll(async () => { hub = await startHub(); }, 90_000);
afterAll(() => hub?.stop());

/** The same request many times at once. */
const many = <Result>(work: () => Promise<Result>) => Promise.all(Array.from({ length: AT_ONCE }, work));
const entries = (id: string) => hub.ground.rows<{ agency: string; version: number }>(
  'select agency, version from delivery.entry where record_id = $1 order by version, agency', [id]);

function one(receipts: readonly Receipt[], version: number): string {
  expect(new Set(receipts.map(({ id, version: each }) => `${id}/${each}`)).size).toBe(1);
  expect(receipts.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
  expect(receipts[0]!.version).toBe(version);
  return receipts[0]!.id;
}

describe('the same key with the same content', () => {
  it('many times at once is one record, one set of deliveries and one line of submission', async () => {
    const id = one(await many(() => hub.client.submit('fia', 'case', document(), 'parallel')), 1);
    expect(await entries(id)).toEqual([{ agency: 'europol', version: 1 }, { agency: 'nccia', version: 1 }]);
    expect(await hub.ground.rows(`select 1 from audit.ledger where action = 'submit' and records = array[$1::uuid]`, [id])).toHaveLength(1);
    expect(await hub.ground.rows('select 1 from records.record')).toHaveLength(1);
  });

  it('many times at once is one amendment, then one withdrawal', async () => {
    const receipt = await hub.client.submit('fia', 'case', document());
    const id = one(await many(() => hub.client.amend('fia', receipt, document('Amended.'), 'amend')), 2);
    one(await many(() => hub.client.withdraw('fia', { id, version: 2 }, 'withdraw')), 3);
    expect(await entries(id)).toEqual([1, 2, 3].flatMap((version) => [{ agency: 'europol', version }, { agency: 'nccia', version }]));
  });

  it('after the record has been amended is still the receipt of then', async () => {
    const receipt = await hub.client.submit('fia', 'case', document(), 'long ago');
    await hub.client.amend('fia', receipt, document('Amended.'));
    expect(await hub.client.submit('fia', 'case', document(), 'long ago')).toEqual({ ...receipt, duplicate: true });
  });

  it('of another agency is another record, and neither learns of the other', async () => {
    const [own, theirs] = await Promise.all([hub.client.submit('fia', 'case', document(), 'common'), hub.client.submit('nccia', 'case', document(), 'common')]);
    expect(own.id).not.toBe(theirs.id);
    expect([own.duplicate, theirs.duplicate]).toEqual([false, false]);
  });
});

describe('the same key with other content', () => {
  it('is refused, whatever is asked for, and changes nothing', async () => {
    const receipt = await hub.client.submit('fia', 'case', document(), 'taken');
    const { id } = receipt;
    const asked = [
      [SUBMISSIONS.case, { document: document('Other.') }], [SUBMISSIONS.incident, { document: { envelope: SHARED, type: 'incident', date: '2025-06-14' } }],
      [AMENDMENT, { id, version: 1, document: document('Other.') }], [WITHDRAWAL, { id, version: 1, reason: 'Mistake.' }],
    ] as const;
    for (const [query, variables] of asked) {
      expect((await hub.client.graphql('fia', { query, variables: { ...variables, key: 'taken' } })).codes).toEqual(['IDEMPOTENCY_CONFLICT']);
    }
    expect(await entries(id)).toHaveLength(2);
  });

  it('at the same moment gives one record and refuses the others', async () => {
    let turn = 0;
    const answers = await many(() => hub.client.graphql('fia', { query: SUBMISSIONS.case, variables: { document: document(`Version ${turn++}.`), key: 'race' } }));
    expect(answers.filter(({ codes }) => codes.length === 0)).toHaveLength(1);
    expect(new Set(answers.flatMap(({ codes }) => codes))).toEqual(new Set(['IDEMPOTENCY_CONFLICT']));
  });
});

describe('two amendments of one version at the same moment', () => {
  it('are one amendment and one conflict', async () => {
    const receipt = await hub.client.submit('fia', 'case', document());
    let turn = 0;
    const answers = await many(() => {
      const variables = { id: receipt.id, version: 1, document: document(`Version ${turn}.`), key: `amend ${turn++}` };
      return hub.client.graphql('fia', { query: AMENDMENT, variables });
    });
    expect(answers.filter(({ codes }) => codes.length === 0)).toHaveLength(1);
    expect(new Set(answers.flatMap(({ codes }) => codes))).toEqual(new Set(['VERSION_CONFLICT']));
    expect((await entries(receipt.id)).map(({ version }) => version)).toEqual([1, 1, 2, 2]);
  });
});
