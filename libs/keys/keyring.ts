import { LRUCache } from 'lru-cache';
import type { KeyStore } from './model/key-store.js';
import type { Shredding, SubjectKey } from './model/subject-key.js';

export interface KeyringSettings {
  /** Keys that are made at once; as many again are made when half of them are used. */
  readonly lot: number;
  /** Keys kept open in memory. */
  readonly open: number;
}

const USUAL: KeyringSettings = { lot: 512, open: 50_000 };
/** Milliseconds until the line to the key store is tried again; meanwhile nothing is kept open. */
const AGAIN = 1_000;

/**
 * The keys of a process at hand: some that are made and durable already, so that a submission waits for no
 * second commit, and those it opened last. What any process shreds is forgotten here when the key store tells of
 * it; while it cannot tell, nothing is remembered.
 */
export class Keyring {
  readonly #settings: KeyringSettings;
  readonly #open: LRUCache<string, Buffer>;
  #made: SubjectKey[] = [];
  #making: Promise<void> | null = null;
  #told = false;
  #hangUp: () => Promise<void> = async () => undefined;
  #again: NodeJS.Timeout | null = null;
  #closed = false;
  /** Grows with whatever is forgotten: what was asked for before is not remembered after. */
  #forgotten = 0;

  constructor(
    private readonly store: KeyStore,
    settings: Partial<KeyringSettings> = {},
  ) {
    this.#settings = { ...USUAL, ...settings };
    this.#open = new LRUCache({ max: this.#settings.open });
  }

  /** Listens for what is shredded; a key store that is away is waited for, and keys are opened one question at a time. */
  async start(): Promise<void> {
    await this.#listen();
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#again) clearTimeout(this.#again);
    this.#forget(null);
    await this.#hangUp();
    await this.#making?.catch(() => undefined);
  }

  /** New keys, each given once. @throws Refusal UNAVAILABLE where none are left and the key store is away */
  async take(count: number): Promise<SubjectKey[]> {
    while (this.#made.length < count) await this.#more();
    const taken = this.#made.splice(-count, count);
    if (this.#made.length < this.#settings.lot / 2) this.#more().catch(() => undefined); // whoever finds none left is told
    return taken;
  }

  /** By id, those that were not shredded. @throws Refusal UNAVAILABLE */
  async open(ids: Iterable<string>): Promise<ReadonlyMap<string, Buffer>> {
    const found = new Map<string, Buffer>();
    const missing: string[] = [];
    for (const id of new Set(ids)) {
      const known = this.#open.get(id);
      if (known) found.set(id, known);
      else missing.push(id);
    }
    if (missing.length === 0) return found;
    const before = this.#forgotten;
    for (const [id, plain] of await this.store.open(missing)) {
      found.set(id, plain);
      if (this.#told && before === this.#forgotten) this.#open.set(id, plain);
    }
    return found;
  }

  /** @returns when no process can open any of it, but for what it opened within the last second */
  async shred(shredded: readonly Shredding[]): Promise<void> {
    await this.store.shred(shredded);
    this.#forget(shredded.flatMap(({ keys }) => keys));
  }

  #more(): Promise<void> {
    this.#making ??= this.store.make(this.#settings.lot)
      .then((made) => { this.#made = [...made, ...this.#made]; })
      .finally(() => { this.#making = null; });
    return this.#making;
  }

  async #listen(): Promise<void> {
    if (this.#closed) return;
    try {
      this.#hangUp = await this.store.onShredded((ids) => {
        this.#forget(ids);
        if (ids === null) this.#lost();
      });
      this.#told = !this.#closed;
      if (this.#closed) await this.#hangUp();
    } catch {
      this.#lost();
    }
  }

  #lost(): void {
    this.#told = false;
    if (this.#again || this.#closed) return;
    this.#again = setTimeout(() => {
      this.#again = null;
      void this.#listen();
    }, AGAIN);
    this.#again.unref();
  }

  #forget(ids: readonly string[] | null): void {
    this.#forgotten += 1;
    if (ids === null) return this.#open.clear();
    for (const id of ids) this.#open.delete(id);
  }
}
