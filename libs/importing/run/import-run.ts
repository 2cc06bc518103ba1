import type { Issue } from '#libs/kernel';
import type { MappedRow } from '../mapping/compiled-mapping.js';
import type { ImportFrame } from '../mapping/scope.js';
import type { Row } from '../reading/row.js';
import { withLookups } from '../reading/lookups.js';
import { rowsOf } from '../reading/rows-of.js';
import { turns, type Turns } from './turns.js';
import type { ImportPlan } from './import-plan.js';
import type { ProgressFile } from './progress-file.js';
import type { RefusedFile } from './refused-file.js';

/** What became of a document that was handed over. */
export type Verdict = { readonly result: 'accepted' | 'duplicates' } | { readonly result: 'refused'; readonly issues: readonly Issue[] };

export interface Handing {
  readonly row: number;
  readonly key: string;
  readonly document: Readonly<Record<string, unknown>>;
}

/** Where documents go: the hub, or in a dry run the contract alone. One verdict for each, in their order. */
export type HandOver = (documents: readonly Handing[]) => Promise<readonly Verdict[]>;

export interface ImportRun {
  readonly plan: ImportPlan;
  readonly frame: ImportFrame;
  readonly progress: ProgressFile;
  readonly refused: RefusedFile;
  /** Requests under way at once, and documents in each. */
  readonly concurrency: number;
  readonly batch: number;
  /** Ends the import after the requests under way. */
  readonly stopped: AbortSignal;
  readonly onRow: () => void;
}

/**
 * Reads, maps and hands over every row that is not done, several requests at once, keeping in memory
 * no more than these. Every row ends in the progress file as accepted, duplicate or refused.
 * @throws what stopped the reading or the handing over; the requests under way have then ended
 */
export async function runImport(run: ImportRun, handOver: HandOver): Promise<void> {
  const rows = turns(rowsToDo(run));
  let failure: { error: unknown } | undefined;
  const worker = async (): Promise<void> => {
    try {
      while (!failure && !run.stopped.aborted) if (!(await oneBatch(run, rows, handOver))) return;
    } catch (error) {
      failure ??= { error };
    }
  };
  await Promise.all(Array.from({ length: run.concurrency }, worker));
  await rows.end();
  run.progress.save();
  if (failure) throw failure.error;
}

async function* rowsToDo({ plan, progress }: ImportRun): AsyncGenerator<Row> {
  for await (const row of rowsOf(plan.file, plan.mapping.source)) {
    if (row.number > plan.lastRow) return;
    if (!progress.isDone(row.number)) yield withLookups(row, plan.lookups);
  }
}

/** False when there are no rows left. */
async function oneBatch(run: ImportRun, rows: Turns<Row>, handOver: HandOver): Promise<boolean> {
  const taken = await rows.take(run.batch);
  const documents: Handing[] = [];
  for (const row of taken) {
    const mapped = run.plan.compiled.map(row, run.frame);
    if (mapped.document) documents.push({ row: row.number, key: `${run.plan.hash}:${row.number}`, document: mapped.document });
    else refuse(run, mapped, row);
  }
  if (documents.length) (await handOver(documents)).forEach((verdict, index) => settle(run, documents[index]!, verdict));
  return taken.length > 0;
}

function refuse({ refused, progress, onRow }: ImportRun, { number, issues }: MappedRow, row: Row): void {
  refused.add({ row: number, issues, ...(row.fault ? {} : { source: row.columns }) });
  progress.done(number, 'refused', refused.length);
  onRow();
}

function settle({ refused, progress, onRow }: ImportRun, { row, document }: Handing, verdict: Verdict): void {
  if (verdict.result === 'refused') refused.add({ row, issues: verdict.issues, document });
  progress.done(row, verdict.result, refused.length);
  onRow();
}
