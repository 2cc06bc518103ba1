import { hash } from 'node:crypto';

interface Memory {
  since: number;
  fresh: Set<string>;
  older: Set<string>;
}

/**
 * Tells what is used for the first time from what is used again. Each owner has a memory of its own, of
 * bounded size: whoever fills it is refused, and nobody else notices.
 */
export class OnceOnly {
  readonly #memories = new Map<string, Memory>();

  /** `window`: milliseconds for which a mark must be remembered; `most`: marks of one owner in that time. */
  constructor(private readonly window: number, private readonly most = 100_000) {}

  /** `owner` is somebody known to the hub, or these memories would have no bound. */
  first(owner: string, mark: string, now: number): boolean {
    const memory = this.#memoryOf(owner, now);
    const short = hash('sha256', mark, 'base64');
    if (memory.fresh.has(short) || memory.older.has(short) || memory.fresh.size >= this.most) return false;
    memory.fresh.add(short);
    return true;
  }

  /** Two generations: what is older than both cannot be used again anyway. */
  #memoryOf(owner: string, now: number): Memory {
    const memory = this.#memories.get(owner) ?? { since: now, fresh: new Set(), older: new Set() };
    const age = now - memory.since;
    if (age >= this.window) {
      memory.older = age >= 2 * this.window ? new Set() : memory.fresh;
      memory.fresh = new Set();
      memory.since = now;
    }
    this.#memories.set(owner, memory);
    return memory;
  }
}
