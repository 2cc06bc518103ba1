import { HubClient } from '../../world/hub.js';
import type { FrontDoor } from '../hub/front-door.js';
import { openHarnessHub, type SeededLeak } from '../hub/harness-hub.js';
import { ASKERS } from '../exits/askers.js';
import { watchSeals } from '../exits/ask-seals.js';
import { observing, type Observing } from '../exits/observing.js';
import { differences, type Difference, type Transcript } from '../transcript/transcript.js';
import type { Pair, Side } from './history.js';
import { live } from './live.js';

export interface Run {
  readonly door: FrontDoor;
  readonly kafka: boolean;
  /** Its ledger is sealed all the time: the observer watches the seals from the first step on, or looks at them at the end only. */
  readonly sealed?: 'watched' | 'unwatched';
  readonly leak?: SeededLeak;
  /** Only these, by their names; all that the world has when not said. */
  readonly askers?: readonly string[];
  /** Called with the world before the observer asks anything; for checks of another kind. */
  readonly before?: (observed: Observing, side: Side) => Promise<void> | void;
}

/** Lives both worlds of a pair, one after the other, and compares what the observer was told in them. */
export async function compare(pair: Pair, run: Run): Promise<{ differences: Difference[]; transcript: Transcript }> {
  const left = await told(pair, 'left', run);
  const right = await told(pair, 'right', run);
  return { differences: differences(left, right), transcript: left };
}

async function told(pair: Pair, side: Side, { door, kafka, sealed, leak, askers, before }: Run): Promise<Transcript> {
  const hub = await openHarnessHub({ door, kafka, sealed: sealed !== undefined, ...(leak && { leak }) });
  try {
    const observed = observing(pair, hub, door, new HubClient(door.url));
    await live(hub, pair, side, sealed === 'watched' ? () => watchSeals(observed) : undefined);
    await before?.(observed, side);
    for (const asker of ASKERS.filter(({ name, broker, sealed: seals }) => (kafka || !broker) && (sealed || !seals) && (!askers || askers.includes(name)))) {
      observed.transcript.asker = asker.name;
      await asker.ask(observed);
    }
    return observed.transcript;
  } finally {
    await hub.close();
  }
}
