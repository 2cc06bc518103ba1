import type fc from 'fast-check';
import { PURPOSES, type Label } from '../model/words.js';
import type { Act, Pair, Step, Submit } from '../worlds/history.js';
import { differs, pairOf, sealableDraft } from '../worlds/pair.js';
import { CLIENTS, REGISTERED } from '../worlds/register.js';

const OFFICERS = CLIENTS.flatMap(({ roles }, number) => (roles.includes('data-protection-officer') ? [number] : []));

/** Pairs that a data-protection officer watches. */
export const sealedPairs: fc.Arbitrary<Pair> = sealableDraft
  .map((drawn) => pairOf({ ...drawn, invented: [], observer: OFFICERS[drawn.observer % OFFICERS.length]! }))
  .filter(differs);

const label = (...recipients: readonly string[]): Label => ({
  tlp: 'AMBER', purposes: PURPOSES, recipients, transfers: [], handling: [], consent: false, restricted: false, erased: '2036-01-01',
});
const submit = (by: string, key: string, to: readonly string[]): Submit => ({ do: 'submit', by, kind: 'case', key, label: label(...to), content: {}, persons: true, about: null });
const both = (act: Act): Step => ({ left: act, right: act });
const right = (act: Act): Step => ({ left: null, right: act });
const reads = (by: string): Act => ({ do: 'read', by, purpose: 'criminal-investigation', record: 1 });
const observer = CLIENTS.find(({ client }) => client === 'europol-dpo')!;

/**
 * In the right world the ledger is busy where the observer may not look: agencies have their first
 * line, before it and after, others go on, and in the last interval only that happens.
 */
export const LEDGER_BUSY_ELSEWHERE: Pair = {
  agencies: REGISTERED, invented: [], observer,
  steps: [
    right(submit('de-bka', 'key-0', ['nccia'])),
    both(submit('fia', 'key-1', ['europol'])),
    right(reads('iom')),
    both({ do: 'read', by: 'europol', purpose: 'criminal-investigation', record: 1 }),
    { left: null, right: null },
    right({ do: 'amend', record: 0, label: label('nccia'), content: { EVENT: 1 } }),
    right(reads('frontex')),
  ],
};

/** The observer's agency does nothing, and has no line before its officer asks. */
export const OBSERVER_AT_REST: Pair = {
  ...LEDGER_BUSY_ELSEWHERE, steps: LEDGER_BUSY_ELSEWHERE.steps.filter(({ left }) => left?.do !== 'read'),
};
