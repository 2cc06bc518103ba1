import { PURPOSES, type Label } from '../model/words.js';
import type { Act, Content, Kind, Pair, Step, Submit } from '../worlds/history.js';
import { CLIENTS, REGISTERED } from '../worlds/register.js';

const label = (...recipients: readonly string[]): Label => ({
  tlp: 'AMBER', purposes: PURPOSES, recipients, transfers: [], handling: [], consent: false, restricted: false, erased: '2036-01-01',
});
const submit = (by: string, kind: Kind, key: string, to: readonly string[], rest: { content?: Content; about?: number } = {}): Submit =>
  ({ do: 'submit', by, kind, key, label: label(...to), content: rest.content ?? {}, persons: true, about: rest.about ?? null });
const both = (act: Act): Step => ({ left: act, right: act });
const right = (act: Act): Step => ({ left: null, right: act });

function pair(client: string, steps: readonly Step[]): Pair {
  return { agencies: REGISTERED, invented: [], observer: CLIENTS.find((one) => one.client === client)!, steps };
}

/** Everything that can be hidden from one agency happens once in the right world: records, amendments, readers, clients, recipients. */
export const BUSY_ELSEWHERE: Pair = pair('europol', [
  both(submit('fia', 'case', 'key-0', ['europol', 'nccia'])),
  right(submit('fia', 'case', 'key-1', ['nccia'])),
  right({ do: 'amend', record: 0, label: label('europol', 'nccia'), content: { CUSTODY: 1 } }),
  both(submit('fia', 'alert', 'alert', ['europol'], { about: 1 })),
  { left: submit('fia', 'case', 'key-2', ['europol']), right: submit('fia', 'case', 'key-2', ['europol', 'nccia']) },
  right({ do: 'read', by: 'fia', purpose: 'criminal-investigation', record: 0 }),
  both(submit('nccia', 'case', 'key-4', ['europol'])),
  both({ do: 'withdraw', record: 6 }),
  right(submit('fia', 'alert', 'key-3', ['nccia'], { about: 0 })),
  right({ do: 'enrol a client', by: 'iom' }),
]);

/** What a case is about is hidden from a protection partner that sees what happened. */
export const OTHER_OFFENCE: Pair = pair('iom', [
  { left: submit('fia', 'case', 'key-0', ['iom']), right: submit('fia', 'case', 'key-0', ['iom'], { content: { OFFENCE: 1, METHOD: 1 } }) },
]);
