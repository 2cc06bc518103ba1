import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { ExportCheck, readVerifierKey, type CheckSettings, type ExportRow, type FormerExport, type SealRow, type VerifierKey, type Verdict } from '#libs/proofs';
import { Refusal } from '#libs/kernel';
import { wrong } from '../arguments.js';

/** @param told after each so many rows: lines and bytes read, and bytes in all */
export async function verifyFile(path: string, settings: CheckSettings, told: (lines: number, read: number, of: number) => void): Promise<Verdict> {
  const check = new ExportCheck(settings);
  const of = statOf(path);
  let read = 0;
  for await (const row of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    check.row(row);
    read += Buffer.byteLength(row) + 1;
    told(check.lines, read, of);
  }
  return check.end();
}

function statOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    throw unreadable(path);
  }
}

const unreadable = (path: string) => Refusal.because('FILE_INVALID', '', 'amanat help verify', `The file ${path} cannot be read.`);

/** A verifier key as its text, or as a file that holds it. */
export function keyOf(option: string, given: string): VerifierKey {
  for (const text of [() => given, () => readFileSync(given, 'utf8')]) {
    try {
      return readVerifierKey(text());
    } catch {
      // it may be the other
    }
  }
  throw wrong(option, 'takes a verifier key such as hub.example/ledger+1a2b3c4d+AX…, or a file with one');
}

/** What an earlier export began with. */
export function formerOf(path: string): FormerExport {
  const [about, seal] = linesIn(path).slice(0, 2).map((text) => JSON.parse(text) as ExportRow | SealRow);
  if (about?.type !== 'export' || seal?.type !== 'seal') throw Refusal.because('EXPORT_MALFORMED', '', 'amanat help verify', `${path} is no export of a ledger.`);
  return { checkpoint: seal.checkpoint, trees: seal.trees };
}

/** Ids, each the last word of its line: what else the line says, such as topic, partition and offset, is for whoever wrote it. */
export function idsIn(path: string): string[] {
  return linesIn(path).map((line) => line.trim().split(/\s+/u).at(-1)!).filter((id) => id !== '');
}

function linesIn(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').filter((line) => line.trim() !== '');
  } catch {
    throw unreadable(path);
  }
}
