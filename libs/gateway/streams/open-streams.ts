import { Refusal } from '#libs/kernel';

/** How many streams each client has open in this process; no client can take all connections for itself. */
export class OpenStreams {
  readonly #open = new Map<string, number>();

  constructor(private readonly most: number) {}

  /** @returns the way to give the place back, once. @throws Refusal STREAM_LIMIT */
  take(client: string): () => void {
    const open = this.#open.get(client) ?? 0;
    if (open >= this.most) throw Refusal.because('STREAM_LIMIT', '', 'hub', 'this client has too many streams open');
    this.#open.set(client, open + 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const left = this.#open.get(client)! - 1;
      if (left > 0) this.#open.set(client, left);
      else this.#open.delete(client);
    };
  }
}
