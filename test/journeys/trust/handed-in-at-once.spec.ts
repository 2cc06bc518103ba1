import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caseDocument, envelope, openWorld, refusalOf, type World } from '../../world/index.js';

let world: World;
beforeAll(async () => { world = await openWorld(); });
afterAll(() => world?.close());

const document = (number: number) => caseDocument({ summary: `Number ${number}.`, envelope: envelope({ reference: `N/${number}` }) });
const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);

/** Which transactions the ledger's lines of these records are of, and of how many agencies each. */
const transactionsOf = (ids: readonly string[]) =>
  world.rows<{ agencies: number; lines: number }>(`select count(distinct agency)::int as agencies, count(*)::int as lines
    from audit.ledger where xid in (select xid from audit.ledger where action = 'submit' and records && $1::uuid[]) group by xid`, [ids]);

describe('what an agency hands in at once', () => {
  it('is kept together, and each receipt is of its own submission', async () => {
    const receipts = await Promise.all(numbers(40).map((number) => world.submit('fia', 'case', document(number), `${40 - number} of forty`)));
    const ids = receipts.map(({ id }) => id);
    const kept = await world.rows<{ id: string; reference: string; facets: number; line: number }>(`
      select r.id, r.reference->'envelope'->>'reference' as reference,
        (select count(*)::int from records.record_facet f where f.record_id = r.id) as facets,
        (select count(*)::int from audit.ledger l where l.records = array[r.id] and l.action = 'submit') as line
      from unnest($1::uuid[]) with ordinality as w (id, place) join records.record r using (id) order by w.place`, [ids]);
    expect(kept.map(({ reference }) => reference)).toEqual(numbers(40).map((number) => `N/${number}`));
    expect(kept.every(({ facets, line }) => facets > 0 && line === 1)).toBe(true);
    expect((await transactionsOf(ids)).length).toBeLessThan(10);
  });

  it('does not fail with the one that is refused, and leaves nothing of that', async () => {
    await world.submit('fia', 'case', document(1), 'taken');
    const before = await world.counts();
    const good = numbers(6).map((number) => world.submit('fia', 'case', document(number)));
    const bad = refusalOf(world.submit('fia', 'case', document(2), 'taken'));
    const after = numbers(6).map((number) => world.submit('fia', 'case', document(number)));
    expect((await bad).map(({ code, field }) => `${code} ${field}`)).toEqual(['IDEMPOTENCY_CONFLICT idempotencyKey']);
    const receipts = await Promise.all([...good, ...after]);
    expect(new Set(receipts.map(({ id }) => id)).size).toBe(12);
    expect(receipts.filter(({ duplicate }) => duplicate)).toEqual([]);
    expect((await world.counts())['audit.ledger']).toBe(before['audit.ledger']! + 12);
  });

  it('under one key is one record, however many are handed in at once', async () => {
    const key = randomUUID();
    const receipts = await Promise.all(numbers(9).map(() => world.submit('fia', 'case', document(3), key)));
    expect(new Set(receipts.map(({ id }) => id)).size).toBe(1);
    expect(receipts.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
  });

  it('is in no other agency\'s transaction', async () => {
    const agencies = ['fia', 'nccia', 'fia', 'europol'];
    const receipts = await Promise.all(numbers(32).map((number) => world.submit(agencies[number % agencies.length]!, 'case', document(number))));
    const transactions = await transactionsOf(receipts.map(({ id }) => id));
    expect(transactions.reduce((sum, { lines }) => sum + lines, 0)).toBe(32);
    expect(transactions.every(({ agencies: count }) => count === 1)).toBe(true);
  });
});
