/** The hub, or the network on the way to it, is not there at the moment: the same may be tried again. */
export class Away extends Error {
  static because(error: unknown): Away {
    const { name, cause } = error as { name?: string; cause?: { code?: string } };
    const reason = name === 'TimeoutError' ? 'no answer in time' : cause?.code ?? 'no connection';
    return new Away(reason);
  }

  constructor(reason: string) {
    super(reason);
    this.name = 'Away';
  }
}
