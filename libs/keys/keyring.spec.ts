import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Keyring } from './keyring.js';
import type { KeyStore } from './model/key-store.js';
import type { SubjectKey } from './model/subject-key.js';

/** A key store in memory, which counts how often it is asked and tells of what is shredded when told to. */
class Store implements KeyStore {
  readonly keys = new Map<string, Buffer>();
  made = 0;
  asked: number[] = [];
  tell: (ids: readonly string[] | null) => void = () => undefined;
  away = false;

  async make(count: number): Promise<SubjectKey[]> {
    if (this.away) throw new Error('away');
    this.made += 1;
    const keys = Array.from({ length: count }, () => ({ id: randomUUID(), plain: randomBytes(32) }));
    for (const { id, plain } of keys) this.keys.set(id, plain);
    return keys;
  }

  async open(ids: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    this.asked.push(ids.length);
    return new Map(ids.flatMap((id) => (this.keys.has(id) ? [[id, this.keys.get(id)!] as const] : [])));
  }

  async shred(shredded: readonly { readonly keys: readonly string[] }[]): Promise<void> {
    for (const id of shredded.flatMap(({ keys }) => keys)) this.keys.delete(id);
  }

  async onShredded(forget: (ids: readonly string[] | null) => void): Promise<() => Promise<void>> {
    this.tell = forget;
    return async () => undefined;
  }
}

async function ringOn(store: Store, lot = 8, open = 100): Promise<Keyring> {
  const ring = new Keyring(store, { lot, open });
  await ring.start();
  return ring;
}

describe('keys at hand', () => {
  it('are each given once, however many are asked for at once', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.nat(20), { maxLength: 20 }), async (counts) => {
      const ring = await ringOn(new Store());
      const taken = await Promise.all(counts.map((count) => ring.take(count)));
      expect(taken.map(({ length }) => length)).toEqual(counts);
      const ids = taken.flat().map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      await ring.close();
    }), { numRuns: 50 });
  });

  it('are made before they are needed: while the key store is away, those that are there serve', async () => {
    const store = new Store();
    const ring = await ringOn(store);
    await ring.take(1);
    store.away = true;
    expect(await ring.take(7)).toHaveLength(7);
    await expect(ring.take(9)).rejects.toThrow('away');
    store.away = false;
    expect(await ring.take(9)).toHaveLength(9);
    await ring.close();
  });

  it('are asked for once a page, and not again while they are known', async () => {
    const store = new Store();
    const ring = await ringOn(store);
    const ids = (await store.make(5)).map(({ id }) => id);
    expect((await ring.open([...ids, ...ids, randomUUID()])).size).toBe(5);
    expect((await ring.open(ids)).size).toBe(5);
    expect(store.asked).toEqual([6]);
    await ring.close();
  });

  it('are forgotten when they are shredded, by this process or another; and nothing is remembered while nobody can tell', async () => {
    const store = new Store();
    const ring = await ringOn(store);
    const [one, other, third] = (await store.make(3)).map(({ id }) => id) as [string, string, string];
    await ring.open([one, other, third]);
    await ring.shred([{ record: randomUUID(), subject: null, keys: [one] }]);
    expect((await ring.open([one])).size).toBe(0);
    store.keys.delete(other);
    store.tell([other]);
    expect((await ring.open([other])).size).toBe(0);
    store.tell(null); // the line broke
    store.asked = [];
    await ring.open([third]);
    await ring.open([third]);
    expect(store.asked).toEqual([1, 1]);
    await ring.close();
  });

  it('what was being opened while something was shredded is not remembered', async () => {
    const store = new Store();
    const ring = await ringOn(store);
    const [{ id }] = await store.make(1) as [SubjectKey];
    const opening = ring.open([id]);
    store.tell([id]);
    await opening;
    store.keys.delete(id);
    expect((await ring.open([id])).size).toBe(0);
    await ring.close();
  });
});
