import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonical } from '../merkle/canonical.js';
import { rootOf } from '../merkle/fold.js';
import { leafHash } from '../merkle/hashes.js';
import { consistencySpans, inclusionSpans, type Span } from '../merkle/proof.js';
import { countersignature, readCheckpoint, signedCheckpoint } from '../notes/checkpoint.js';
import { COSIGNATURE, NoteSigner, readVerifierKey } from '../notes/note-signer.js';
import { outageLeaf, sealLeaf } from '../seals/seal-leaf.js';
import { slotLeaves, slotPath, SlotSalts } from '../seals/slots.js';
import { headHash, writtenHead, type TreeHead } from '../seals/tree-head.js';
import { ExportCheck, type CheckSettings, type Verdict } from './export-check.js';

const HUB = new NoteSigner('hub.test/ledger', Buffer.alloc(32, 7));
const STRANGER = new NoteSigner('hub.test/ledger', Buffer.alloc(32, 8));
const FIRST_TICK = 1_763_000_000;
const SEALS = 9;
const text = (hash: Buffer) => hash.toString('base64');
const operation = (index: number) => `019a0000-0000-7000-8000-${String(index).padStart(12, '0')}`;
const lineOf = (period: string) => (_: unknown, index: number) => canonical({ action: 'read', agency: 'fia', entries: null, operation: operation(index), period });
const LINES: Readonly<Record<string, readonly string[]>> = {
  '2026-10': Array.from({ length: 5 }, lineOf('2026-10')), '2026-11': Array.from({ length: 600 }, lineOf('2026-11')),
};

const hashes = (lines: readonly string[]) => lines.map((line) => leafHash(line));

function treesOf(): TreeHead[] {
  let before: Buffer | null = null;
  return Object.entries(LINES).map(([period, lines]) => {
    const head: TreeHead = { agency: 'fia', period, size: lines.length, root: rootOf(hashes(lines)), before };
    before = headHash(head);
    return head;
  });
}

/** As the hub would export it; `log` are the leaves of its seals, of which the last is the one that is opened. */
function exported(signer = HUB): string[] {
  const trees = treesOf();
  const tick = FIRST_TICK + SEALS - 1;
  const salts = new SlotSalts(Buffer.alloc(32, 1)).at(tick);
  const slots = slotLeaves(new Map([[17, trees.at(-1)!]]), tick, salts);
  const log = [...Array.from({ length: SEALS - 1 }, (_, index) => outageLeaf(FIRST_TICK + index)), sealLeaf(tick, rootOf(slots))];
  const span = ({ from, to }: Span) => text(rootOf(log.slice(from, to)));
  const heads = trees.map((tree) => ({ ...writtenHead(tree), dropped: false }));
  const rows: object[] = [
    { type: 'export', version: 1, agency: 'fia', key: HUB.key.text, interval: 1000, firstTick: FIRST_TICK },
    { type: 'seal', checkpoint: signedCheckpoint(signer, SEALS, rootOf(log)), tick, slots: text(rootOf(slots)), path: inclusionSpans(SEALS - 1, SEALS).map(span),
      slot: 17, salt: text(salts[17]!), slotPath: slotPath(slots, 17).map(text), head: heads.at(-1), trees: heads },
    { type: 'former', checkpoint: signedCheckpoint(signer, 4, rootOf(log.slice(0, 4))), consistency: consistencySpans(4, SEALS).map(span) },
  ];
  const periods = Object.entries(LINES).flatMap(([period, lines]) => [JSON.stringify({ type: 'period', period }), ...tiles(lines)]);
  return [...rows.map((row) => JSON.stringify(row)), ...periods, JSON.stringify({ type: 'end', lines: 605 })];
}

function tiles(lines: readonly string[]): string[] {
  return Array.from({ length: Math.ceil(lines.length / 256) }, (_, index) => lines.slice(index * 256, index * 256 + 256))
    .flatMap((own, index) => [JSON.stringify({ type: 'tile', index, hashes: text(Buffer.concat(hashes(own))) }), ...own]);
}

function verdict(rows: readonly string[], changes: Partial<CheckSettings> = {}): Verdict {
  const check = new ExportCheck({ key: HUB.key, witnesses: [], former: null, noted: { operations: [], events: [], grace: 0 }, ...changes });
  for (const row of rows) check.row(row);
  return check.end();
}

const codes = ({ findings }: Verdict) => findings.map(({ code, place }) => `${code} ${place}`);
const changed = (row: number, change: (row: any) => void, signer = HUB) => exported(signer).map((each, place) => {
  if (place !== row) return each;
  const value = JSON.parse(each);
  change(value);
  return JSON.stringify(value);
});
/** Place of a line of 2026-11 among the rows. */
const rowOf = (index: number) => 3 + 7 + 1 + index + Math.floor(index / 256) + 1;

describe('an export that nobody touched', () => {
  it('is verified with nothing but the hub\'s key', () => {
    expect(verdict(exported())).toMatchObject({ agency: 'fia', lines: 605, seals: SEALS, findings: [], sealedAt: new Date((FIRST_TICK + 8) * 1000).toISOString() });
    expect(readVerifierKey(HUB.key.text)).toEqual(HUB.key);
  });

  it('is verified against an earlier export and a witness too', () => {
    const witness = new NoteSigner('fia', Buffer.alloc(32, 3), COSIGNATURE);
    const rows = changed(1, (seal) => { seal.checkpoint += `${countersignature(witness, readCheckpoint(seal.checkpoint), 1_763_000_100)}\n`; });
    const { checkpoint } = JSON.parse(rows[2]!) as { checkpoint: string };
    const former = { checkpoint, trees: [{ ...writtenHead(treesOf()[1]!), size: 300, root: text(rootOf(hashes(LINES['2026-11']!.slice(0, 300)))) }] };
    expect(codes(verdict(rows, { former, witnesses: [witness.key] }))).toEqual([]);
    expect(codes(verdict(exported(), { witnesses: [witness.key] }))).toEqual(['COUNTERSIGNATURE_MISSING fia']);
    const other = { checkpoint, trees: [{ ...former.trees[0]!, root: text(leafHash('other')) }] };
    expect(codes(verdict(rows, { former: other }))).toEqual(['TREE_REWRITTEN tree of 2026-11']);
    expect(codes(verdict(rows.filter((_, row) => row !== 2), { former }))).toEqual(['LOG_REWRITTEN ']);
  });
});

describe('what was done to the lines is named', () => {
  const lines = fc.integer({ min: 0, max: 599 });

  it('a line that was edited', () => {
    fc.assert(fc.property(lines, (index) => {
      const rows = exported();
      rows[rowOf(index)] = rows[rowOf(index)]!.replace('"read"', '"list"');
      expect(codes(verdict(rows))).toEqual([`LINE_EDITED line ${index} of 2026-11`]);
    }), { numRuns: 20 });
  });

  it('a line that was removed', () => {
    fc.assert(fc.property(lines, (index) => {
      const rows = exported();
      rows.splice(rowOf(index), 1);
      expect(codes(verdict(rows))).toEqual(expect.arrayContaining([`LINE_REMOVED line ${index} of 2026-11`]));
      expect(codes(verdict(rows)).filter((code) => !code.startsWith('EXPORT_TRUNCATED'))).toHaveLength(1);
    }), { numRuns: 20 });
  });

  it('a line that was put elsewhere, near or far', () => {
    fc.assert(fc.property(lines, lines, (one, other) => {
      fc.pre(Math.abs(one - other) > 0);
      const rows = exported();
      [rows[rowOf(one)], rows[rowOf(other)]] = [rows[rowOf(other)]!, rows[rowOf(one)]!];
      const found = codes(verdict(rows));
      expect(found.length).toBeGreaterThan(0);
      expect(found.filter((code) => !/^LINE_REORDERED line \d+ of 2026-11$/u.test(code))).toEqual([]);
    }), { numRuns: 40 });
  });

  it('a line that was added, and one that was removed with its count', () => {
    const rows = exported();
    rows.splice(rowOf(300), 0, lineOf('2026-11')(null, 9_999));
    expect(codes(verdict(rows))).toEqual(expect.arrayContaining(['LINE_ADDED a line after line 299 of 2026-11']));
    const fewer = exported();
    fewer.splice(rowOf(599), 1);
    fewer[fewer.length - 1] = JSON.stringify({ type: 'end', lines: 604 });
    expect(codes(verdict(fewer))).toEqual(['LINE_REMOVED line 599 of 2026-11']);
  });

  it('lines and hashes changed together are still not the tree that was sealed', () => {
    const forged = tiles(LINES['2026-11']!.map((line, index) => (index === 4 ? line.replace('read', 'list') : line)));
    const rows = exported();
    rows.splice(11, forged.length, ...forged);
    expect(codes(verdict(rows))).toEqual(['TREE_FORGED tree of 2026-11']);
  });
});

describe('what was done to the seals is named', () => {
  it.each([
    ['a checkpoint signed with another key', exported(STRANGER), 'CHECKPOINT_FORGED'],
    ['a checkpoint with another size', changed(1, (seal) => { seal.checkpoint = seal.checkpoint.replace('\n9\n', '\n8\n'); }), 'CHECKPOINT_FORGED'],
    ['a seal of another interval', changed(1, (seal) => { seal.tick += 1; }), 'SEAL_INTERVAL_MISSING'],
    ['a log that lacks an interval', changed(0, (about) => { about.firstTick -= 1; }), 'SEAL_INTERVAL_MISSING'],
    ['a seal that is not in the log', changed(1, (seal) => { seal.path[0] = text(leafHash('x')); }), 'SEAL_FORGED'],
    ['a tree that was not sealed', changed(1, (seal) => { seal.head.size -= 1; }), 'SLOT_FORGED'],
    ['a period that was changed', changed(1, (seal) => { seal.trees[0].root = text(leafHash('x')); }), 'PERIODS_BROKEN'],
    ['a period that was left out', changed(1, (seal) => { seal.trees.shift(); }), 'PERIODS_BROKEN'],
    ['a log that was rewritten', changed(2, (former) => { former.consistency.reverse(); }), 'LOG_REWRITTEN'],
    ['an export cut short', exported().slice(0, -200), 'EXPORT_TRUNCATED'],
    ['an export cut to nothing', [], 'EXPORT_TRUNCATED'],
    ['an export with a row that is none', [...exported().slice(0, 5), 'what?', ...exported().slice(5)], 'EXPORT_MALFORMED'],
  ])('%s', (_what, rows, code) => {
    expect(verdict(rows).findings.map((each) => each.code)).toContain(code);
  });
});

describe('omission', () => {
  it('an operation that was answered and has no line is found, one that is too young is not blamed', () => {
    const young = '01ffffff-0000-7000-8000-000000000001';
    const noted = { operations: [operation(3), operation(9_999), young], events: [operation(1)], grace: 0 };
    const found = verdict(exported(), { noted });
    expect(codes(found)).toEqual([`OPERATION_UNRECORDED ${operation(9_999)}`, `EVENT_UNRECORDED ${operation(1)}`]);
    expect(found.young).toBe(1);
  });
});
