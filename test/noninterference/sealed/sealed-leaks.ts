import type pg from 'pg';
import { canonical, leafHash, readHead, rootOf, slotLeaves, slotPath, SLOTS, SlotSalts, writtenHead, type Hash, type TreeHead } from '#libs/proofs';
import type { SeededLeak } from '../hub/harness-hub.js';
import { instead, rewritten } from '../leaks/planting.js';

export interface SealedLeak extends SeededLeak {
  /** Whether the observer watches from the first step on: its own questions are lines, and so activity, too. */
  readonly sealed: 'watched' | 'unwatched';
}

/** As the gateway calls it where it asks the subgraph. */
const FIELD = '_as_sealOpening';
const FIXED = new SlotSalts(Buffer.alloc(32, 1)).at(0);

/** Leaks behind a test's switch, as logs for all have them, or as ours would with one thought less. */
export const SEALED_LEAKS: readonly SealedLeak[] = [
  {
    name: 'slots without salt: the same as before where nobody did anything', sealed: 'watched',
    inExecutors: openedWith((heads) => Array.from({ length: SLOTS }, (_, slot) => leafHash(heads.has(slot) ? canonical({ ...writtenHead(heads.get(slot)!) }) : ''))),
  },
  {
    name: 'salts that are never new: one sees when a slot is taken', sealed: 'watched',
    inExecutors: openedWith((heads, tick) => slotLeaves(heads, tick, FIXED)),
  },
  {
    name: 'one tree for all: its size stands in the checkpoint', sealed: 'unwatched',
    inDatabase: (admin) => rewritten(admin, 'audit.seal', ['(s.size, s.note)', String.raw`(s.size, regexp_replace(s.note, E'\n\\d+\n', E'\n' || (select count(*) from audit.ledger) || E'\n'))`]),
  },
  {
    name: 'a slot that tells who was there before', sealed: 'watched',
    inDatabase: (admin) => rewritten(admin, 'audit.take_place', ['order by random()', 'order by s.slot']),
  },
  {
    name: 'no seal where nothing was done', sealed: 'unwatched',
    inDatabase: (admin) => rewritten(admin, 'audit.now_tick', ['audit.tick(g.interval_ms)::text', '(case when exists (select from audit.unsealed(1)) then audit.tick(g.interval_ms) else g.first_tick + g.size - 1 end)::text']),
  },
  {
    name: 'a line that is numbered among everybody\'s', sealed: 'unwatched',
    inDatabase: (admin) => rewritten(admin, 'audit.canonical', [`',"records":'`, `',"seq":', l.seq, ',"records":'`]),
  },
];

/** Openings whose slots are hashed in another way. */
function openedWith(leavesOf: (heads: ReadonlyMap<number, TreeHead>, tick: number) => Hash[]): SeededLeak['inExecutors'] {
  return (executors, admin) => executors.forEach((executor) => instead(executor, 'execute', (own) => async (request: Parameters<typeof own>[0]) => {
    const answer = await own(request);
    const { [FIELD]: seal } = (answer.data ?? {}) as { [FIELD]?: { tick: number; slot: number; checkpoint: string; slotPath?: unknown } | null };
    if (!seal?.slotPath) return answer;
    const leaves = leavesOf(await headsAt(admin, Number(seal.checkpoint.split('\n')[1]) - 1), seal.tick);
    const opening = { ...seal, slots: rootOf(leaves).toString('base64'), slotPath: slotPath(leaves, seal.slot).map((hash) => hash.toString('base64')) };
    return { ...answer, data: { ...answer.data, [FIELD]: opening } };
  }));
}

async function headsAt(admin: pg.Pool, seal: number): Promise<Map<number, TreeHead>> {
  const { rows } = await admin.query(`select slot, agency, period, size::int, encode(root, 'base64') as root, encode(before, 'base64') as before from audit.heads_at($1)`, [seal]);
  return new Map(rows.map(({ slot, ...head }) => [slot, readHead(head)]));
}
