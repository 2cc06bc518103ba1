import type { PeriodHead } from '#libs/audit';
import type { Operation } from '../model/operation.js';
import { writtenHead, type WrittenHead } from '#libs/proofs';

export type LedgerTree = WrittenHead & { readonly dropped: boolean };

export interface LedgerTile {
  readonly index: number;
  readonly lines: readonly string[];
  readonly hashes: string;
}

export interface LedgerProof {
  readonly index: number;
  readonly size: number;
  readonly leaf: string;
  readonly root: string;
  readonly path: readonly string[];
}

export interface SealLog {
  readonly key: string;
  readonly interval: number;
  readonly firstTick: number;
  readonly size: number;
  readonly checkpoint: string;
  readonly witnesses: readonly string[];
}

export interface SealOpening {
  readonly checkpoint: string;
  readonly tick: number;
  readonly slots: string;
  readonly path: readonly string[];
  readonly slot: number;
  readonly salt: string;
  readonly slotPath: readonly string[];
  readonly head: LedgerTree;
  readonly trees: readonly LedgerTree[];
}

export interface LedgerLine {
  readonly cursor: string;
  readonly period: string;
  readonly index: number;
  readonly operation: Operation | null;
  readonly line: unknown;
}

export interface LedgerLinePage {
  readonly found: readonly LedgerLine[];
  readonly hasNextPage: boolean;
}

export function treeOf(head: PeriodHead): LedgerTree {
  return { ...writtenHead(head), dropped: head.dropped };
}
