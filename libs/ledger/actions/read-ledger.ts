import { mayRead, readCheckpointOf, readHeads, readLines, readSpans, readTiles, type LedgerPart, type PeriodHead, type TreeName } from '#libs/audit';
import type { Disclosed, LedgerDisclosure } from '#libs/disclosure';
import { Refusal, type Caller } from '#libs/kernel';
import type { CursorSeal } from '#libs/keys';
import type { Database } from '#libs/postgres';
import { consistencySpans, inclusionSpans, TILE_WIDTH } from '#libs/proofs';
import { OPERATIONS } from '../model/operation.js';
import type { LedgerLinePage, LedgerProof, LedgerTile } from './answers.js';

/** What is asked of which tree; an agency that is not named is the caller's own. */
export interface TreeAsked {
  readonly agency?: string | null;
  readonly period: string;
}

export interface LinesAsked extends TreeAsked {
  readonly after?: string | null;
  readonly first?: number | null;
}

const USUAL = 50;
const MOST = 100;

/** @throws Refusal ACTION_NOT_ALLOWED, in the same words whether there is such an agency or not @returns the agency asked about */
export function readable(caller: Caller, agency: string | null | undefined, part: LedgerPart): string {
  const asked = agency ?? caller.agency;
  if (!mayRead(caller, asked, part)) throw Refusal.because('ACTION_NOT_ALLOWED', 'agency', 'libs/audit: LEDGER_RULES', 'You may not see this of this ledger.');
  return asked;
}

/** An agency's lines and the proofs in its trees, as far as they are sealed; every look is itself a line. */
export class ReadLedger {
  constructor(
    private readonly disclosure: LedgerDisclosure,
    private readonly cursors: CursorSeal,
  ) {}

  /** One page, oldest line first. @throws Refusal PAGE_SIZE, CURSOR_INVALID */
  lines(caller: Caller, asked: LinesAsked): Promise<Disclosed<LedgerLinePage>> {
    const first = asked.first ?? USUAL;
    if (first < 1 || first > MOST) throw Refusal.because('PAGE_SIZE', 'first', 'hub', `A page has 1 to ${MOST} lines.`);
    const agency = readable(caller, asked.agency, 'lines');
    const list = `ledger/${agency}/${asked.period}`;
    const start = asked.after ? Number(this.cursors.open(caller.agency, list, asked.after)) + 1 : 0;
    return this.disclosure.give(caller, 'ledger-lines', agency, async (facts, database) => {
      const tree = { agency, period: asked.period };
      const size = (await sealedHead(database, facts, tree)).size;
      const places = Array.from({ length: Math.max(0, Math.min(first, size - start)) }, (_, place) => start + place);
      const tiles = new Map<number, string[]>();
      for (const tile of new Set(places.map(tileOf))) tiles.set(tile, await readLines(database, facts, tree, tile));
      const lines = places.map((index) => {
        const line = JSON.parse(tiles.get(tileOf(index))![index % TILE_WIDTH] ?? 'null') as { action: string } | null;
        return { cursor: this.cursors.seal(caller.agency, list, String(index)), period: asked.period, index, operation: line && (OPERATIONS[line.action] ?? null), line };
      });
      return { found: lines, hasNextPage: start + places.length < size };
    });
  }

  tile(caller: Caller, asked: TreeAsked & { readonly index: number }): Promise<Disclosed<LedgerTile>> {
    const tree = { agency: readable(caller, asked.agency, 'lines'), period: asked.period };
    return this.disclosure.give(caller, 'ledger-export', tree.agency, async (facts, database) => {
      const { size } = await sealedHead(database, facts, tree);
      const count = Math.max(0, Math.min(TILE_WIDTH, size - asked.index * TILE_WIDTH));
      const lines = await readLines(database, facts, tree, asked.index);
      const [tile] = await readTiles(database, facts, tree, [{ level: 0, index: asked.index }]);
      const hashes = tile?.hashes.subarray(0, count * 32) ?? Buffer.alloc(0);
      return { index: asked.index, lines: lines.slice(0, count), hashes: hashes.toString('base64') };
    });
  }

  proof(caller: Caller, asked: TreeAsked & { readonly index: number; readonly size: number }): Promise<Disclosed<LedgerProof>> {
    const { index, size } = asked;
    const tree = { agency: readable(caller, asked.agency, 'trees'), period: asked.period };
    return this.disclosure.give(caller, 'ledger-proof', tree.agency, async (facts, database) => {
      await within(database, facts, tree, index < 0 || index >= size ? null : size);
      const [leaf, root, ...path] = await readSpans(database, facts, tree, [{ from: index, to: index + 1 }, { from: 0, to: size }, ...inclusionSpans(index, size)]);
      return { index, size, leaf: text(leaf!), root: text(root!), path: path.map(text) };
    });
  }

  consistency(caller: Caller, asked: TreeAsked & { readonly from: number; readonly to: number }): Promise<Disclosed<string[]>> {
    const { from, to } = asked;
    const tree = { agency: readable(caller, asked.agency, 'trees'), period: asked.period };
    return this.disclosure.give(caller, 'ledger-proof', tree.agency, async (facts, database) => {
      await within(database, facts, tree, from < 0 || from > to ? null : to);
      return (await readSpans(database, facts, tree, consistencySpans(from, to))).map(text);
    });
  }
}

const text = (hash: Buffer) => hash.toString('base64');
const tileOf = (index: number) => Math.floor(index / TILE_WIDTH);
const EMPTY = { size: 0, dropped: false };

/** As it stands in the latest seal: nothing that is not sealed is shown, so that everything shown can be verified. */
async function sealedHead(database: Database, facts: string, tree: TreeName): Promise<Pick<PeriodHead, 'size' | 'dropped'>> {
  const checkpoint = await readCheckpointOf(database, null);
  const heads = checkpoint ? await readHeads(database, facts, tree.agency, checkpoint.size) : [];
  return heads.find(({ period }) => period === tree.period) ?? EMPTY;
}

/** @throws Refusal PROOF_IMPOSSIBLE where there is no such tree, not of that size, or its lines were dropped */
async function within(database: Database, facts: string, tree: TreeName, size: number | null): Promise<void> {
  const head = await sealedHead(database, facts, tree);
  if (size !== null && !head.dropped && size <= head.size) return;
  throw Refusal.because('PROOF_IMPOSSIBLE', 'size', 'RFC 6962 §2.1', 'There is no tree of that size, or its lines are no longer kept.');
}
