import { Refusal, type Caller } from '#libs/kernel';
import { AmendRecord, cursorOf, FindRecords, WithdrawRecord } from '#libs/records';
import type { House } from '../../../../apps/assembly/house.js';
import type { Pair } from '../../measure/pairs.js';
import type { Work } from '../../measure/rounds.js';
import { BIG, callerOf, EMPTY, RARE } from '../../world/callers.js';
import { Chance } from '../../world/chance.js';
import { inventedCase } from '../../world/invented-case.js';
import type { KeptWorld } from '../../world/kept-world.js';
import { worldId } from '../../world/world-source.js';
import { PAGE } from '../list/place.js';

/** As many ids as one page of alerts may name cases, and as one look-up of entities takes. */
const AT_ONCE = 100;
/** Count of an id that the world never mints: it stands in the index where the hidden one does. */
const NEVER = 999;

/** Each question twice: of what exists and is hidden from the rare agency, and of what exists nowhere. */
export async function pairsOf(house: House, world: KeptWorld): Promise<Record<string, Pair>> {
  const rare = callerOf(RARE);
  const ids = (ask: (id: string, turn: number) => Promise<unknown>): Pair => ({
    hidden: (turn) => ask(worldId(hiddenIndex(world, turn)), turn),
    absent: (turn) => ask(worldId(hiddenIndex(world, turn), NEVER), turn),
  });
  const references = (more: Readonly<Record<string, string>>): Pair => ({
    hidden: (turn) => page(house, rare, null, { ...more, reference: `B-${hiddenIndex(world, turn)}` }),
    absent: (turn) => page(house, rare, null, { ...more, reference: `B-${world.records + hiddenIndex(world, turn)}` }),
  });
  return {
    'an id': ids((id) => nothing(house.disclosure.byIds(rare, 'case', [id]))),
    'nobody\'s id, for who sees all against who sees little': {
      hidden: (turn) => nothing(house.disclosure.byIds(callerOf(BIG), 'case', [worldId(turn, NEVER)])),
      absent: (turn) => nothing(house.disclosure.byIds(rare, 'case', [worldId(turn, NEVER)])),
    },
    'a hundred ids, as of a page of alerts': {
      hidden: (turn) => nothing(house.disclosure.byIds(rare, 'case', manyIds(world, turn, 0))),
      absent: (turn) => nothing(house.disclosure.byIds(rare, 'case', manyIds(world, turn, NEVER))),
    },
    'an alert to acknowledge': ids((id) => nothing(house.disclosure.byIds(rare, 'alert', [id]))),
    'an amendment': ids((id, turn) => notFound(new AmendRecord(house.keeping, house.disclosure).run(rare, {
      kind: 'case', id, version: 1, document: inventedCase(turn, 1).document, idempotencyKey: `never ${turn}` }))),
    'a withdrawal': ids((id, turn) => notFound(new WithdrawRecord(house.keeping).run(rare, {
      kind: 'case', id, version: 1, reason: 'Handed in by mistake.', idempotencyKey: `never ${turn}` }))),
    'a filter': references({}),
    'two filters': references({ status: 'Active' }),
    'a cursor': ids((id) => page(house, rare, cursorOf({ id }))),
    'a list': listOfNothing(house),
    'a count': await nothingOlder(house, world),
  };
}

/** Another record each turn, never one of the rare agency's. */
function hiddenIndex(world: KeptWorld, turn: number): number {
  const index = new Chance(turn).below(world.records - 1);
  return index % world.rare === 0 ? index + 1 : index;
}

function manyIds(world: KeptWorld, turn: number, count: number): string[] {
  return Array.from({ length: AT_ONCE }, (_, place) => worldId(hiddenIndex(world, turn * AT_ONCE + place), count));
}

/** Of all the cases of the world the empty agency sees none; incidents there are none. */
function listOfNothing(house: House): Pair {
  const empty = callerOf(EMPTY, { purpose: 'content-blocking' });
  return { hidden: () => page(house, empty, null), absent: () => page(house, empty, null, {}, 'incident') };
}

/** Is there more? No: for the one status everything older is hidden, after the oldest record nothing is older. */
async function nothingOlder(house: House, world: KeptWorld): Promise<Pair> {
  const after = (status: string, index: number) => page(house, callerOf(RARE), cursorOf({ id: worldId(index) }), { status });
  let most = { status: '', index: 0 };
  for (const status of ['Active', 'FollowUp', 'Closed']) {
    let index = 0;
    while ((await after(status, index + world.rare)).records.length === 0) index += world.rare;
    if (index > most.index) most = { status, index };
  }
  if (most.index === 0) throw new Error('the rare agency\'s oldest case has every status');
  const none: (index: number) => Work = (index) => () => nothing(after(most.status, index).then(({ records }) => records));
  return { hidden: none(most.index), absent: none(0) };
}

function page(house: House, caller: Caller, after: string | null, filter: Readonly<Record<string, string>> = {}, kind = 'case') {
  return new FindRecords(house.disclosure).page(caller, kind, { first: PAGE, after, filter });
}

async function nothing(found: Promise<readonly unknown[]>): Promise<void> {
  if ((await found).some((each) => each !== null)) throw new Error('what should be hidden was shown');
}

async function notFound(work: Promise<unknown>): Promise<void> {
  const refusal = await work.then(() => null, (error: unknown) => error);
  if (!(refusal instanceof Refusal) || refusal.code !== 'RECORD_NOT_FOUND') throw new Error(`it should not be found: ${String(refusal)}`);
}
