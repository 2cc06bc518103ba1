import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { ageOf, childOf, processorSeconds } from '../../measure/linux-process.js';
import { HubClient } from '../../../world/hub/client.js';
import type { ClientTls } from '../../../world/hub/tokens.js';
import { freePort } from '../../../world/hub/hub-process.js';
import type { Broker } from '../bench.js';

const PATIENCE = 120_000;
/** Milliseconds between two attempts to be answered: the grain of what is measured. */
const GRAIN = 20;
const QUERY = '{ cases(first: 1) { edges { node { id version status summary } } } }';

export interface Started {
  /** Seconds from the command to the first answer. */
  readonly seconds: number;
  /** The same from the start of the hub's own process. */
  readonly hubSeconds: number;
  /** Processor time that the hub's process had used by then, in seconds: with other work on the machine the steadier figure. */
  readonly hubProcessor: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Runs what `npm start` runs on the data in `home`, beside a broker that is there already, and asks until a question is answered. */
export async function npmStart(home: string, broker: Broker, tlsOf: (client: string) => ClientTls): Promise<Started> {
  const port = await freePort();
  const begun = performance.now();
  const child = spawn(process.execPath, ['deploy/local/start.mjs'], { env: environmentOf(home, port, broker), stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { said = `${said}${String(chunk)}`.slice(-4_000); });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  while (!(await answers(`https://localhost:${port}`, tlsOf))) {
    const late = performance.now() - begun > PATIENCE;
    if (late) await stop();
    if (late || child.exitCode !== null) throw new Error(`npm start gave no answer:\n${said}`);
    await pause(GRAIN);
  }
  const seconds = (performance.now() - begun) / 1_000;
  const pid = childOf(child.pid!, 'apps/hub/bundle.js');
  return { seconds, hubSeconds: ageOf(pid) / 1_000, hubProcessor: processorSeconds(pid), pid, stop };
}

function environmentOf(home: string, port: number, { brokers, username, password }: Broker): NodeJS.ProcessEnv {
  const { DATABASE_URL, ...environment } = process.env;
  return {
    ...environment, AMANAT_HOME: home, PORT: String(port), AMANAT_OPERATOR_PORT: '0',
    KAFKA_BROKERS: brokers.join(','), KAFKA_USERNAME: username, KAFKA_PASSWORD: password,
  };
}

/** Whether a client of an agency gets a token and a record with it. */
async function answers(url: string, tlsOf: (client: string) => ClientTls): Promise<boolean> {
  try {
    const { data } = await new HubClient(url, tlsOf).graphql('fia', { query: QUERY, officer: null });
    return data?.cases.edges.length === 1;
  } catch {
    return false; // nobody listens yet
  }
}
