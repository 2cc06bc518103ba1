import type { Database } from '#libs/postgres';
import type { Client } from 'pg';

/**
 * Rings when PostgreSQL notifies a change of the directory, and every `pause` milliseconds whatever
 * happens: a notification is lost when its connection breaks or a pooler stands between.
 */
export class ChangeBell {
  #ring: () => void = () => undefined;
  #line: Client | null = null;
  #dialling = false;
  #rung = false;
  #closed = false;

  constructor(
    private readonly database: Database,
    private readonly pause: number,
  ) {}

  /** Resolves at the next ring; a ring between two waits is not lost. */
  async wait(): Promise<void> {
    void this.#listen(); // a server without a connection to spare must not keep us from looking
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
      await this.#dial(await this.database.session());
    } catch {
      this.#hangUp();
    } finally {
      this.#dialling = false;
    }
  }

  async #dial(line: Client): Promise<void> {
    this.#line = line;
    if (this.#closed) return this.#hangUp();
    line.on('notification', () => this.ring());
    line.on('error', () => this.#hangUp());
    await line.query('listen directory');
    this.ring(); // a change between the last look and this LISTEN has rung no bell
  }

  #hangUp(): void {
    const line = this.#line;
    this.#line = null;
    void line?.end().catch(() => undefined);
  }
}
