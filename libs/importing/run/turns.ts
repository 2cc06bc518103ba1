/** One stream of items of which several workers take, each in its turn. */
export interface Turns<Item> {
  /** The next items, fewer at the end; none when there are no more. */
  take(most: number): Promise<Item[]>;
  end(): Promise<void>;
}

export function turns<Item>(items: AsyncGenerator<Item>): Turns<Item> {
  let queue: Promise<unknown> = Promise.resolve();
  const takeNow = async (most: number): Promise<Item[]> => {
    const taken: Item[] = [];
    while (taken.length < most) {
      const { done, value } = await items.next();
      if (done) break;
      taken.push(value);
    }
    return taken;
  };
  return {
    take: (most) => {
      const turn = queue.then(() => takeNow(most));
      queue = turn.catch(() => undefined);
      return turn;
    },
    end: async () => void (await items.return(undefined)),
  };
}
