import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pause, say } from './services.js';
import type { Share, Trial } from './trials.js';

/** What the command line said at its end, and what its file of refused rows holds. */
export interface HandedIn extends Share {
  readonly rows: number;
  readonly accepted: number;
  /** Rows that the hub had already, because an answer was lost with a process. */
  readonly duplicates: number;
  readonly refused: number;
  readonly refusedLines: number;
  readonly seconds: number;
}

export interface HandingIn {
  readonly file: string;
  /** The hub's folder. */
  readonly home: string;
  readonly concurrency: number;
  readonly batch: number;
}

/** One agency's share through `amanat import`; the same command again when the process was killed. */
export class Importer {
  #child: ChildProcess | null = null;
  #done = false;

  constructor(private readonly trial: Trial, private readonly share: Share, private readonly how: HandingIn) {}

  get running(): boolean {
    return this.#child !== null && !this.#done;
  }

  /** SIGKILL; it goes on where it was. */
  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  async run(): Promise<HandedIn> {
    const begun = Date.now();
    for (let attempt = 1; attempt <= 20; attempt++) {
      const { code, told } = await this.#once();
      if (told && (code === 0 || code === 1)) {
        this.#done = true;
        return { ...this.share, ...told, refusedLines: linesOf(this.#refused), seconds: (Date.now() - begun) / 1000 };
      }
      if (code === 2) break;
      await pause(500);
    }
    throw new Error(`The import of ${this.share.agency} did not come to its end.`);
  }

  get #refused(): string {
    return join(this.how.home, `refused-${this.share.agency}.ndjson`);
  }

  #once(): Promise<{ code: number | null; told: Told | null }> {
    const { trial, share, how } = this;
    const child = spawn(process.execPath, [
      'apps/amanat/amanat.mjs', 'import', how.file, '--as', share.agency, '--kind', trial.kind, '--map', trial.map,
      '--from-row', String(share.fromRow), '--to-row', String(share.toRow), '--concurrency', String(how.concurrency),
      '--batch', String(how.batch), '--refused', this.#refused, '--json',
    ], { env: { ...process.env, AMANAT_HOME: how.home }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    let told: Told | null = null;
    createInterface({ input: child.stdout }).on('line', (line) => { told = JSON.parse(line) as Told; });
    createInterface({ input: child.stderr }).on('line', (line) => { if (/away|refused rows|Going on|amanat import/u.test(line)) say(`  ${share.agency}: ${line}`); });
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, told })));
  }
}

type Told = Pick<HandedIn, 'rows' | 'accepted' | 'duplicates' | 'refused' | 'seconds'>;

function linesOf(file: string): number {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;
}
