import type { WrittenHead } from '../seals/tree-head.js';

/**
 * An export is one JSON object a line: `export`, `seal`, perhaps `former`, then for each period
 * `period` and, for each 256 of its lines, `tile` and these lines themselves as they were hashed;
 * at its end `end`.
 */
export interface ExportRow {
  readonly type: 'export';
  readonly version: 1;
  readonly agency: string;
  readonly key: string;
  readonly interval: number;
  readonly firstTick: number;
}

export interface SealRow {
  readonly type: 'seal';
  readonly checkpoint: string;
  readonly tick: number;
  readonly slots: string;
  readonly path: readonly string[];
  readonly slot: number;
  readonly salt: string;
  readonly slotPath: readonly string[];
  readonly head: WrittenHead;
  readonly trees: readonly (WrittenHead & { readonly dropped: boolean })[];
}

/** The checkpoint of an earlier export, and the proof that the log has continued it since. */
export interface FormerRow {
  readonly type: 'former';
  readonly checkpoint: string;
  readonly consistency: readonly string[];
}

export interface PeriodRow {
  readonly type: 'period';
  readonly period: string;
}

export interface TileRow {
  readonly type: 'tile';
  readonly index: number;
  readonly hashes: string;
}

export interface EndRow {
  readonly type: 'end';
  readonly lines: number;
}

export type Row = ExportRow | SealRow | FormerRow | PeriodRow | TileRow | EndRow;

/** Ledger lines have no `type`, and are in canonical form: `action` comes first. */
export const isLedgerLine = (text: string): boolean => text.startsWith('{"action":');
