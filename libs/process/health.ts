import type { IncomingMessage, ServerResponse } from 'node:http';

/** Rejects when what it asks about does not work. */
export type Probe = () => unknown;

const LONGEST_PROBE = 2_000;

/** Is the process alive, and is it able to serve? Answers name what fails, never why. */
export class Health {
  readonly #probes = new Map<string, Probe>();
  #ending = false;

  check(name: string, probe: Probe): void {
    this.#probes.set(name, probe);
  }

  /** From now on not ready: new requests should go elsewhere. */
  beginEnd(): void {
    this.#ending = true;
  }

  /** Handler of `/health/live`. */
  readonly live = (_: IncomingMessage, response: ServerResponse): void => {
    answer(response, 200, { status: 'live' });
  };

  /** Handler of `/health/ready`: 200 or 503, and each check as `ok` or `failing`. */
  readonly ready = async (_: IncomingMessage, response: ServerResponse): Promise<void> => {
    const checks = await this.checks();
    const ready = !this.#ending && Object.values(checks).every((state) => state === 'ok');
    answer(response, ready ? 200 : 503, { status: this.#ending ? 'ending' : ready ? 'ready' : 'not ready', checks });
  };

  async checks(): Promise<Record<string, 'ok' | 'failing'>> {
    const names = [...this.#probes.keys()];
    const states = await Promise.all([...this.#probes.values()].map(state));
    return Object.fromEntries(names.map((name, index) => [name, states[index]!]));
  }
}

async function state(probe: Probe): Promise<'ok' | 'failing'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), LONGEST_PROBE);
  });
  try {
    await Promise.race([Promise.resolve().then(probe), late]);
    return 'ok';
  } catch {
    return 'failing';
  } finally {
    clearTimeout(timer);
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
