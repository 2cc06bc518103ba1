import type { Database } from '#libs/postgres';
import type { PoolClient } from 'pg';

/**
 * Rings when PostgreSQL notifies a change of the directory, and every `pause` milliseconds whatever
 * happens: a notification is lost when its connection breaks or a pooler stands between.
 */
export class ChangeBell {
  #ring: () => void = () => undefined;
  #line: PoolClient | null = null;
  #dialling = false;
  #rung = false;
  #closed = false;

  constructor(
    private readonly database: Database,
    private readonly pause: number,
  ) {}

  /** Resolves at the next ring; a ring between two waits is not lost. */
  async wait(): Promise<void> {
    void this.#listen(); // a pool without a connection to spare must not keep us from looking
    if (!this.#rung && !this.#closed) {
      await new Promise<void>((resume) => {
        const timer = setTimeout(resume, this.pause);
        timer.unref();
        this.#ring = () => void (clearTimeout(timer), resume());
      });
    }
    this.#rung = false;
  }

  ring(): void {
    this.#rung = true;
    this.#ring();
  }

  close(): void {
    this.#closed = true;
    this.#hangUp();
    this.#ring();
  }

  async #listen(): Promise<void> {
    if (this.#line || this.#dialling || this.#closed) return;
    this.#dialling = true;
    try {
      await this.#dial(await this.database.reserve());
    } catch {
      this.#hangUp();
    } finally {
      this.#dialling = false;
    }
  }

  async #dial(line: PoolClient): Promise<void> {
    this.#line = line;
    if (this.#closed) return this.#hangUp();
    line.on('notification', () => this.ring());
    line.on('error', () => this.#hangUp());
    await line.query('listen directory');
    this.ring(); // a change between the last look and this LISTEN has rung no bell
  }

  /** The connection goes back to the pool destroyed: it would bring its LISTEN along. */
  #hangUp(): void {
    const line = this.#line;
    this.#line = null;
    line?.release(true);
  }
}
