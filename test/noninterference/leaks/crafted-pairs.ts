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
  right({ do: 'ask that it go on', record: 1, by: 'nccia', to: 'police-punjab' }),
]);

/** A holder of another's record has a breach, and its originator one of a record that the observer knows nothing of. */
export const BREACHED_ELSEWHERE: Pair = pair('nccia', [
  both(submit('fia', 'case', 'key-0', ['europol', 'nccia'])),
  both({ do: 'read', by: 'nccia', purpose: 'criminal-investigation', record: 0 }),
  both({ do: 'read', by: 'europol', purpose: 'criminal-investigation', record: 0 }),
  right({ do: 'open a breach', by: 'europol', record: 0 }),
  right(submit('fia', 'case', 'key-1', ['europol'])),
  right({ do: 'open a breach', by: 'fia', record: 4 }),
]);

/** What a case is about is hidden from a protection partner that sees what happened. */
export const OTHER_OFFENCE: Pair = pair('iom', [
  { left: submit('fia', 'case', 'key-0', ['iom']), right: submit('fia', 'case', 'key-0', ['iom'], { content: { OFFENCE: 1, METHOD: 1 } }) },
]);

const reads = (by: string, record: number): Act => ({ do: 'read', by, purpose: 'criminal-investigation', record });

/** What is taken back: a record that the observer holds a copy of, of which another agency has one in one world alone, and a record that it never had. */
export const RECALLED_ELSEWHERE: Pair = pair('europol', [
  both(submit('fia', 'case', 'key-0', ['europol', 'nccia'])),
  both(reads('europol', 0)),
  right(reads('nccia', 0)),
  right(submit('fia', 'case', 'key-1', ['nccia'])),
  right(reads('nccia', 3)),
  both({ do: 'withdraw', record: 0 }),
  right({ do: 'withdraw', record: 3 }),
]);

/** A record that may be used for one purpose, and by another agency's leave for a second one. */
export const LEAVE_ELSEWHERE: Pair = pair('europol', [
  both({ ...submit('fia', 'case', 'key-0', ['europol', 'nccia']), label: { ...label('europol', 'nccia'), purposes: ['criminal-investigation'] } }),
  right({ do: 'be given a further purpose', record: 0, by: 'nccia', purpose: 'threat-analysis' }),
]);

const joins = (agency: string, taskForce: string): Act => ({ do: 'join a task force', agency, taskForce });

/** What a task force gets once the observer has left it, one that the observer knows nothing of, and an agency that is shut out. */
export const MEMBERS_ELSEWHERE: Pair = pair('europol', [
  both(joins('europol', 'tf-north')),
  both(submit('fia', 'case', 'key-0', ['tf-north'])),
  both({ do: 'leave a task force', agency: 'europol', taskForce: 'tf-north' }),
  right(submit('fia', 'case', 'key-1', ['tf-north'])),
  right({ do: 'amend', record: 1, label: label('tf-north'), content: { EVENT: 1 } }),
  right(joins('de-bka', 'tf-north')),
  right(joins('nccia', 'tf-sea')),
  right(submit('fia', 'case', 'key-2', ['tf-sea'])),
  both(submit('nccia', 'case', 'key-3', ['europol'])),
  right({ do: 'suspend', agency: 'nccia' }),
  { left: submit('fia', 'case', 'key-4', ['europol']), right: submit('fia', 'case', 'key-4', ['europol', 'tf-sea']) },
]);

const amend = (record: number, to: readonly string[], content: Content = {}, changes: Partial<Label> = {}): Act =>
  ({ do: 'amend', record, label: { ...label(...to), ...changes }, content });

/** Leaks that the harness found in the hub, each as small as it was made, and mended since. */
export const FOUND: Readonly<Record<string, Pair>> = {
  'a replay tells what was written while the record was hidden': pair('europol', [
    both(submit('nccia', 'case', 'key-0', ['europol'])),
    { left: amend(0, []), right: amend(0, [], { EVENT: 1, METHOD: 1 }) },
    both(amend(0, ['europol'])),
  ]),
  'a replay tells what a class held while it was hidden': pair('fia', [
    both(submit('de-bka', 'case', 'key-0', ['fia'])),
    { left: amend(0, ['fia'], { EVENT: 1 }), right: amend(0, ['fia'], { EVENT: 1, ASSESSMENT: 1 }) },
    both(amend(0, ['fia'], { EVENT: 1 }, { transfers: ['fia'] })),
  ]),
  'the first version that is shown counts those before it': pair('iom', [
    both(submit('fia', 'case', 'key-0', ['nccia'])),
    right(amend(0, ['nccia'], { EVENT: 1 })),
    both(amend(0, ['nccia', 'iom'])),
  ]),
  'a wider view counts what was amended while it was narrower': pair('iom', [
    both(submit('fia', 'case', 'key-0', ['iom'])),
    right(amend(0, ['iom'], { VICTIM_CONTACT: 1 })),
    both(amend(0, ['iom'], {}, { consent: true })),
  ]),
  'a record that is given back counts what was amended while it was away': pair('europol', [
    both(submit('fia', 'alert', 'key-0', ['europol'])),
    both(amend(0, ['nccia'])),
    right(amend(0, ['nccia'], { METHOD: 1 })),
    both(amend(0, ['europol'])),
  ]),
  'a lower TLP counts what was amended above the clearance': pair('pta', [
    both({ ...submit('fia', 'case', 'key-0', ['pta']), label: { ...label('pta'), tlp: 'RED' } }),
    right(amend(0, ['pta'], { METHOD: 1 }, { tlp: 'RED' })),
    both(amend(0, ['pta'])),
  ]),
};
