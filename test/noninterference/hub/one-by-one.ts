import type { House } from '../../../apps/assembly/house.js';

/**
 * Renders one after another, in the order in which it is asked. In the product what the relay sends and what
 * feeds are given is rendered side by side; in which order the lines then stand in the ledger is chance.
 */
export function oneByOne({ disclosure }: House): void {
  const render = disclosure.renderEach.bind(disclosure);
  let before: Promise<unknown> = Promise.resolve();
  const inTurn: typeof render = (...asked) => {
    const rendered = before.then(() => render(...asked));
    before = rendered.catch(() => undefined);
    return rendered;
  };
  Object.assign(disclosure, { renderEach: inTurn });
}
