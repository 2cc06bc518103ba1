import type { IncomingMessage, ServerResponse } from 'node:http';

/** Rejects when what it asks about does not work. */
export type Probe = () => unknown;

/** One look at one check, for the operator. */
export interface Finding {
  readonly state: 'ok' | 'failing';
  /** Whether the process is ready without it. */
  readonly vital: boolean;
  /** The fault's code or name when it fails; never its message, which may quote. */
  readonly why?: string;
}

interface Check {
  readonly probe: Probe;
  readonly code: string;
  readonly vital: boolean;
}

const LONGEST_PROBE = 2_000;

/**
 * Is the process alive, and is it able to serve? In public it says yes or no, with a coarse code for
 * everyone alike: which check fails why may tell one agency of another's work, and is for the operator.
 */
export class Health {
  readonly #checks = new Map<string, Check>();
  #ending = false;

  /** Without this the process does not serve. `code` is what the public is told: a word of the hub, never of its callers. */
  check(name: string, probe: Probe, code = `${name.toUpperCase().replaceAll('-', '_')}_FAILING`): void {
    this.#checks.set(name, { probe, code, vital: true });
  }

  /** Only the operator is told: the process serves without it. */
  watch(name: string, probe: Probe): void {
    this.#checks.set(name, { probe, code: '', vital: false });
  }

  /** From now on not ready: new requests should go elsewhere. */
  beginEnd(): void {
    this.#ending = true;
  }

  /** Handler of `/health/live`. */
  readonly live = (_: IncomingMessage, response: ServerResponse): void => {
    answer(response, 200, { status: 'live' });
  };

  /** Handler of the public `/health/ready`: 200, or 503 with the codes of what fails. */
  readonly ready = async (_: IncomingMessage, response: ServerResponse): Promise<void> => {
    const findings = Object.entries(await this.findings());
    const codes = findings.filter(([, { vital, state }]) => vital && state === 'failing').map(([name]) => this.#checks.get(name)!.code);
    const status = this.#status(codes.length === 0);
    answer(response, status === 'ready' ? 200 : 503, codes.length ? { status, codes } : { status });
  };

  /** Handler of the operator's `/health/ready`: each check, whether it is vital, and why it fails. */
  readonly detail = async (_: IncomingMessage, response: ServerResponse): Promise<void> => {
    const checks = await this.findings();
    const status = this.#status(Object.values(checks).every(({ vital, state }) => !vital || state === 'ok'));
    answer(response, status === 'ready' ? 200 : 503, { status, checks });
  };

  async findings(): Promise<Record<string, Finding>> {
    const checks = [...this.#checks];
    const looks = await Promise.all(checks.map(([, { probe }]) => look(probe)));
    return Object.fromEntries(checks.map(([name, { vital }], place) => [name, { ...looks[place]!, vital }]));
  }

  #status(ready: boolean): string {
    return this.#ending ? 'ending' : ready ? 'ready' : 'not ready';
  }
}

async function look(probe: Probe): Promise<{ state: 'ok' } | { state: 'failing'; why: string }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error(), { code: 'LATE' })), LONGEST_PROBE);
  });
  try {
    await Promise.race([Promise.resolve().then(probe), late]);
    return { state: 'ok' };
  } catch (error) {
    const { code, name } = error as { code?: unknown; name?: unknown };
    return { state: 'failing', why: String(code ?? name ?? 'unknown') };
  } finally {
    clearTimeout(timer);
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
