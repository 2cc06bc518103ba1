export interface EventMapping<In, Out> {
  map(event: In): Promise<Out> | Out;
  /** The last result of a source that failed. */
  failed(error: unknown): Out;
  /** Called once, however the stream ends. */
  ended?(): void;
}

/**
 * Events through a function, one at a time, as they are asked for. Not an async generator: a
 * generator's `return()` waits behind a `next()` that waits for an event, perhaps for ever.
 */
export function mapEvents<In, Out>(source: AsyncIterator<In>, mapping: EventMapping<In, Out>): AsyncIterableIterator<Out> {
  let over = false;
  const finish = (): IteratorResult<Out> => {
    if (!over) mapping.ended?.();
    over = true;
    return { done: true, value: undefined };
  };
  // Not awaited: a source that is an async generator answers only after its own pending next.
  const release = (): void => {
    try {
      void Promise.resolve(source.return?.()).catch(() => undefined);
    } catch {
      // A source that cannot even be told to stop has nothing more to give.
    }
  };
  return {
    async next() {
      if (over) return finish();
      try {
        const event = await source.next();
        if (event.done || over) return finish();
        return { done: false, value: await mapping.map(event.value) };
      } catch (error) {
        finish();
        release();
        return { done: false, value: mapping.failed(error) };
      }
    },
    async return() {
      const result = finish();
      release();
      return result;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
