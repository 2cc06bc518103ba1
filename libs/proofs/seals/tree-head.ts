import { createHash } from 'node:crypto';
import { canonical } from '../merkle/canonical.js';
import { hashFrom, type Hash } from '../merkle/hashes.js';

/** How an agency's tree of one period stands. */
export interface TreeHead {
  readonly agency: string;
  /** Such as `2026-11`: lines are of the period in which they were sealed. */
  readonly period: string;
  readonly size: number;
  readonly root: Hash;
  /** `headHash` of the last head of the period before; null in the first. */
  readonly before: Hash | null;
}

/** A head as notes and exports write it. */
export interface WrittenHead {
  readonly agency: string;
  readonly period: string;
  readonly size: number;
  readonly root: string;
  readonly before: string | null;
}

export function writtenHead({ agency, period, size, root, before }: TreeHead): WrittenHead {
  return { agency, before: before?.toString('base64') ?? null, period, root: root.toString('base64'), size };
}

/** @throws TypeError when it is none */
export function readHead({ agency, period, size, root, before }: WrittenHead): TreeHead {
  if (typeof agency !== 'string' || typeof period !== 'string' || !Number.isSafeInteger(size)) throw new TypeError('this is no tree head');
  return { agency, period, size, root: hashFrom(root), before: before === null ? null : hashFrom(before) };
}

/** Chains the periods: a later head stands for all before it, also where their lines are gone. */
export function headHash(head: TreeHead): Hash {
  return createHash('sha256').update(canonical({ ...writtenHead(head) })).digest();
}
