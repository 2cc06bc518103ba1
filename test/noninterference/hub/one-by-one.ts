import type { House } from '../../../apps/assembly/house.js';

/**
 * Renders what one stream is sent after what another is sent, in the order in which the relay asks. In the
 * product they go at once; in which order their lines then stand in the ledger is chance.
 */
export function oneByOne({ disclosure }: House): void {
  const render = disclosure.render.bind(disclosure);
  let before: Promise<unknown> = Promise.resolve();
  const inTurn: typeof render = (...asked) => {
    const rendered = before.then(() => render(...asked));
    before = rendered.catch(() => undefined);
    return rendered;
  };
  Object.assign(disclosure, { render: inTurn });
}
