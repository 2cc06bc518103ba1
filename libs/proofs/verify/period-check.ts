import { Fold } from '../merkle/fold.js';
import { hashesIn, hashFrom, type Hash } from '../merkle/hashes.js';
import { TILE_WIDTH } from '../merkle/tile-tree.js';
import type { WrittenHead } from '../seals/tree-head.js';
import { finding, type Finding } from './finding.js';
import { differences, named, type Difference } from './line-differences.js';

/** One period of an export, tile by tile; holds no more than one tile of lines. */
export class PeriodCheck {
  readonly #fold = new Fold();
  readonly #findings: Finding[] = [];
  readonly #open: Difference[] = [];
  #tile: { first: number; sealed: readonly Hash[]; lines: string[] } | null = null;

  /** @param former the same period in an earlier export, where there is one */
  constructor(
    private readonly head: WrittenHead,
    private readonly former: Pick<WrittenHead, 'size' | 'root'> | undefined,
  ) {}

  get isOpen(): boolean {
    return this.#tile !== null;
  }

  tile(index: number, hashes: string): void {
    this.#closeTile();
    const sealed = hashesIn(Buffer.from(hashes, 'base64'));
    const first = index * TILE_WIDTH;
    if (first !== this.#fold.size) this.#findings.push(finding('EXPORT_TRUNCATED', this.#name, `Lines ${this.#fold.size} to ${first - 1} are missing.`));
    this.#tile = { first, sealed, lines: [] };
    for (const hash of sealed) this.#push(hash);
  }

  line(text: string): void {
    this.#tile?.lines.push(text);
  }

  end(): Finding[] {
    this.#closeTile();
    const { size, root } = this.head;
    if (this.#fold.size < size) this.#findings.push(finding('EXPORT_TRUNCATED', this.#name, `It has ${this.#fold.size} of ${size} lines.`));
    else if (this.#fold.size > size || !this.#fold.root().equals(hashFrom(root))) {
      this.#findings.push(finding('TREE_FORGED', this.#name, 'The hashes of its lines do not give the root that was sealed.'));
    }
    return [...this.#findings, ...named(this.#open)];
  }

  get #name(): string {
    return `tree of ${this.head.period}`;
  }

  #push(hash: Hash): void {
    this.#fold.push(hash);
    if (this.former?.size !== this.#fold.size || this.#fold.root().equals(hashFrom(this.former.root))) return;
    this.#findings.push(finding('TREE_REWRITTEN', this.#name, `Its first ${this.former.size} lines are not those of the former export.`));
  }

  #closeTile(): void {
    if (!this.#tile) return;
    const { sealed, lines, first } = this.#tile;
    const found = differences(sealed, lines, this.head.period, first);
    this.#findings.push(...found.findings);
    this.#open.push(...found.open);
    this.#tile = null;
  }
}
