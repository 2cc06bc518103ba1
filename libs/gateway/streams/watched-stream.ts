import { Refusal, type Caller } from '#libs/kernel';
import { type GraphResult, refusedWith } from '#libs/subgraphs';

export interface Watch {
  readonly caller: Caller;
  /** Who the same headers stand for now; throws a Refusal once the token has run out. */
  readonly again: () => Promise<Caller>;
  readonly everyMs: number;
  /** Ends whatever the stream waits for. */
  readonly stop: () => void;
}

/**
 * A stream that lasts as long as its caller's right to it: looked at before every event and every
 * few seconds between. One last result says why it ended.
 */
export function watchedStream(source: AsyncIterator<GraphResult>, watch: Watch): AsyncIterableIterator<GraphResult> {
  return new WatchedStream(source, watch);
}

class WatchedStream implements AsyncIterableIterator<GraphResult> {
  readonly #timer: NodeJS.Timeout;
  #over = false;
  #last: GraphResult | null = null;
  #wake: ((result: IteratorResult<GraphResult>) => void) | null = null;

  constructor(private readonly source: AsyncIterator<GraphResult>, private readonly watch: Watch) {
    this.#timer = setInterval(() => void this.#check(), watch.everyMs);
    this.#timer.unref();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<GraphResult>> {
    if (this.#last) return Promise.resolve(this.#tell());
    if (this.#over) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => {
      this.#wake = resolve;
      this.source.next().then((event) => this.#arrived(event), reject);
    });
  }

  async return(): Promise<IteratorResult<GraphResult>> {
    this.#end();
    this.#settle({ done: true, value: undefined });
    return { done: true, value: undefined };
  }

  async #arrived(event: IteratorResult<GraphResult>): Promise<void> {
    if (!event.done && !this.#over) await this.#check();
    if (this.#over) return;
    if (event.done) this.#end();
    this.#settle(event);
  }

  async #check(): Promise<void> {
    if (this.#over) return;
    const refusal = await this.#refusal();
    if (!refusal || this.#over) return;
    this.#last = { errors: [refusedWith(refusal)] };
    this.#end();
    if (this.#wake) this.#settle(this.#tell());
  }

  async #refusal(): Promise<Refusal | null> {
    try {
      return sameRights(this.watch.caller, await this.watch.again()) ? null
        : Refusal.because('CALLER_CHANGED', '', 'hub', 'the rights of this client have changed; ask again from the last cursor');
    } catch (error) {
      return error instanceof Refusal ? error : Refusal.because('UNAVAILABLE', '', 'hub', 'the caller could not be looked up');
    }
  }

  #tell(): IteratorResult<GraphResult> {
    const value = this.#last!;
    this.#last = null;
    return { done: false, value };
  }

  #settle(result: IteratorResult<GraphResult>): void {
    this.#wake?.(result);
    this.#wake = null;
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    clearInterval(this.#timer);
    this.watch.stop();
    void Promise.resolve(this.source.return?.()).catch(() => undefined);
  }
}

function sameRights(before: Caller, now: Caller): boolean {
  return before.agency === now.agency && before.client === now.client && before.classes === now.classes
    && before.clearance === now.clearance && before.purpose === now.purpose && before.legalBasis === now.legalBasis
    && String(before.audiences) === String(now.audiences) && String(before.roles) === String(now.roles) && String(before.rights) === String(now.rights);
}
