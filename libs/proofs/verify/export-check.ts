import { isSignedBy, readCheckpoint } from '../notes/checkpoint.js';
import type { VerifierKey } from '../notes/note-signer.js';
import type { WrittenHead } from '../seals/tree-head.js';
import { finding, type Finding } from './finding.js';
import { Reconciliation, type Noted } from './reconciliation.js';
import { isLedgerLine, type ExportRow, type FormerRow, type PeriodRow, type Row, type SealRow } from './rows.js';
import { PeriodCheck } from './period-check.js';
import { timeOf, verifyFormer, verifySeal } from './verify-seal.js';

/** What an earlier export began with. */
export interface FormerExport {
  readonly checkpoint: string;
  readonly trees: readonly WrittenHead[];
}

export interface CheckSettings {
  /** The hub's key, had from elsewhere than the hub. */
  readonly key: VerifierKey;
  readonly witnesses: readonly VerifierKey[];
  readonly former: FormerExport | null;
  readonly noted: Noted;
}

export interface Verdict {
  readonly agency: string;
  readonly lines: number;
  /** Time and size of the checkpoint that everything was verified against. */
  readonly sealedAt: string | null;
  readonly seals: number;
  /** Ids that were noted too late to be in this export. */
  readonly young: number;
  readonly findings: readonly Finding[];
}

/** Verifies an export row by row, with nothing but the hub's public key: no hub, no database, no trust in who made it. */
export class ExportCheck {
  readonly #findings: Finding[] = [];
  readonly #reconciliation: Reconciliation;
  #about: ExportRow | null = null;
  #seal: SealRow | null = null;
  #period: PeriodCheck | null = null;
  #former = false;
  #ended = false;
  #lines = 0;
  #row = 0;

  constructor(private readonly settings: CheckSettings) {
    this.#reconciliation = new Reconciliation(settings.noted);
  }

  get lines(): number {
    return this.#lines;
  }

  row(text: string): void {
    this.#row += 1;
    try {
      if (isLedgerLine(text)) this.#line(text);
      else this.#take(JSON.parse(text) as Row);
    } catch {
      this.#found('EXPORT_MALFORMED', `row ${this.#row}`, 'The row cannot be read as what an export holds.');
    }
  }

  end(): Verdict {
    this.#endPeriod();
    if (!this.#seal) this.#found('EXPORT_MALFORMED', '', 'There is no seal to verify it against.');
    if (!this.#ended) this.#found('EXPORT_TRUNCATED', '', 'The export ends before it says that it does.');
    if (this.settings.former && !this.#former) this.#found('LOG_REWRITTEN', '', 'The export does not prove that it continues the former one.');
    const sealed = this.#seal && this.#about ? this.#seal.tick * this.#about.interval : Number.POSITIVE_INFINITY;
    const { findings, young } = this.#reconciliation.end(sealed);
    return {
      agency: this.#about?.agency ?? '', lines: this.#lines, young, findings: [...this.#findings, ...findings],
      sealedAt: this.#seal && this.#about ? timeOf(this.#seal.tick, this.#about.interval) : null,
      seals: this.#seal ? readCheckpoint(this.#seal.checkpoint).size : 0,
    };
  }

  #line(text: string): void {
    this.#lines += 1;
    if (!this.#period?.isOpen) return this.#found('LINE_ADDED', `row ${this.#row}`, 'The line stands in no tile.');
    this.#period.line(text);
    if (this.#reconciliation.isWanted) this.#reconciliation.line(text);
  }

  #take(row: Row): void {
    if (row.type === 'export') this.#begin(row);
    else if (row.type === 'seal') this.#sealed(row);
    else if (row.type === 'former') this.#continues(row);
    else if (row.type === 'period') this.#beginPeriod(row);
    else if (row.type === 'tile') this.#period!.tile(row.index, row.hashes);
    else if (row.type === 'end') this.#end(row.lines);
    else throw new TypeError('there is no such row');
  }

  #begin(row: ExportRow): void {
    this.#about = row;
    if (row.key !== this.settings.key.text) this.#found('CHECKPOINT_FORGED', '', 'The export names another key of the hub than the one given.');
  }

  #sealed(row: SealRow): void {
    this.#seal = row;
    this.#findings.push(...verifySeal(row, this.#about!, this.settings.key));
    const checkpoint = readCheckpoint(row.checkpoint);
    for (const witness of this.settings.witnesses) {
      if (!isSignedBy(checkpoint, witness)) this.#found('COUNTERSIGNATURE_MISSING', witness.name, 'The checkpoint is not countersigned by this witness.');
    }
  }

  #continues(row: FormerRow): void {
    const known = this.settings.former && readCheckpoint(this.settings.former.checkpoint).body;
    if (known && readCheckpoint(row.checkpoint).body !== known) return;
    this.#former = true;
    this.#findings.push(...verifyFormer(row, this.#seal!, this.settings.key));
  }

  #beginPeriod({ period }: PeriodRow): void {
    this.#endPeriod();
    const head = this.#seal!.trees.find((tree) => tree.period === period);
    if (!head) return this.#found('PERIODS_BROKEN', `tree of ${period}`, 'No such period was sealed.');
    this.#period = new PeriodCheck(head, this.settings.former?.trees.find((tree) => tree.period === period));
  }

  #endPeriod(): void {
    if (this.#period) this.#findings.push(...this.#period.end());
    this.#period = null;
  }

  #end(lines: number): void {
    this.#ended = true;
    if (lines !== this.#lines) this.#found('EXPORT_TRUNCATED', '', `It says that it has ${lines} lines and has ${this.#lines}.`);
  }

  #found(code: string, place: string, message: string): void {
    this.#findings.push(finding(code, place, message));
  }
}
