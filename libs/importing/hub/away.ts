/** The hub, or the network on the way to it, is not there at the moment: the same may be tried again. */
export class Away extends Error {
  /** @param mayHaveArrived whether what was sent may have been taken all the same */
  constructor(reason: string, readonly mayHaveArrived: boolean) {
    super(reason);
    this.name = 'Away';
  }

  /** Of a request that failed below HTTP. */
  static because(error: unknown): Away {
    const { name, cause } = error as { name?: string; cause?: { code?: string } };
    const code = cause?.code ?? '';
    return new Away(name === 'TimeoutError' ? 'no answer in time' : code || 'no connection', !NEVER_CONNECTED.has(code));
  }
}

const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);
