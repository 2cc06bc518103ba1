import http from 'node:http';
import https from 'node:https';
import { openLoop, type Arrivals } from '../../measure/open-loop.js';
import { progress } from '../../measure/say.js';
import type { HubServer } from '../../world/hub-server.js';
import type { Desk } from './desks.js';
import type { Outcome } from './outcome.js';

/**
 * Requests that one agency has under way at most: more than the hub answers at once, so that it is the
 * hub that turns away. A client opens no connections without end: what is due beyond them it holds back. All
 * agencies' together are fewer than the 1,024 that Node looks at in one turn: with more at work at once, a process
 * takes no new connection until fewer are (D-129), the client of this bench no less than the hub.
 */
const CONNECTIONS = 200;
const PATIENCE = 60_000;
const MEMORY_EVERY = 2_000;

export interface Flood {
  readonly outcomes: readonly Outcome[];
  readonly offered: number;
  /** Due while all connections were busy: never sent, as no client sends without end. */
  readonly unsent: number;
  /** Ids by idempotency key. */
  readonly acknowledged: ReadonlyMap<string, string>;
  /** Codes of the refusals that came. */
  readonly codes: readonly string[];
  /** Bytes that the hub's process held, at the start, every two seconds, and after. */
  readonly memory: readonly number[];
}

interface Line {
  readonly desk: Desk;
  readonly agent: https.Agent;
  busy: number;
}

/** Offers submits at this rate, from all agencies in turn, until the time is over; then waits for what is under way. */
export async function flood(desks: readonly Desk[], server: HubServer, arrivals: Arrivals): Promise<Flood> {
  const lines = desks.map((desk): Line => ({ desk, agent: new https.Agent({ keepAlive: true, maxSockets: CONNECTIONS, scheduling: 'fifo', ...desk.tls }), busy: 0 }));
  for (const line of lines) await connect(line);
  const outcomes: Outcome[] = [];
  const acknowledged = new Map<string, string>();
  const told = progress('offering', arrivals.seconds);
  const begun = performance.now();
  let [offered, unsent] = [0, 0];
  const watch = watchMemory(server, () => told(Math.min(arrivals.seconds, Math.round((performance.now() - begun) / 1000))));
  const under = new Set<Promise<void>>();
  await openLoop(arrivals, (turn, due) => {
    offered++;
    if (turn % 1_000 === 0) server.expectAlive();
    const line = lines[turn % lines.length]!;
    if (line.busy >= CONNECTIONS) return void unsent++;
    const one = submit(line, turn, due, acknowledged).then((outcome) => { outcomes.push(outcome); }).finally(() => under.delete(one));
    under.add(one);
  });
  await Promise.all(under);
  const memory = await watch();
  for (const { agent } of lines) agent.destroy();
  const codes = [...new Set(outcomes.flatMap(({ code }) => code ?? []))];
  return { outcomes, offered, unsent, acknowledged, codes, memory };
}

/** The agency's software has its connections open: what is measured is the hub, and not a thousand handshakes at one moment. */
async function connect(line: Line): Promise<void> {
  await Promise.all(Array.from({ length: CONNECTIONS }, () => answerTo(line, '{"query":"{ __typename }"}')));
}

async function submit(line: Line, turn: number, due: number, acknowledged: Map<string, string>): Promise<Outcome> {
  const key = `flood-${turn}`;
  line.busy++;
  try {
    const { data, errors } = JSON.parse(await answerTo(line, JSON.stringify(line.desk.body(key, turn))));
    const id = data?.receipt?.id as string | undefined;
    if (id) acknowledged.set(key, id);
    return { due, ended: performance.now(), accepted: id !== undefined, code: (errors?.[0]?.extensions?.code as string | undefined) ?? null, failed: null };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { due, ended: performance.now(), accepted: false, code: null, failed: code ?? message };
  } finally {
    line.busy--;
  }
}

function answerTo({ desk, agent }: Line, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { ...desk.headers, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
    const sent = https.request(desk.url, { method: 'POST', agent, headers, timeout: PATIENCE }, (response: http.IncomingMessage) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString()));
      response.on('error', reject);
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.on('error', reject);
    sent.end(body);
  });
}

/** @returns a function that ends it and gives what was seen */
function watchMemory(server: HubServer, tick: () => void): () => Promise<number[]> {
  const seen: number[] = [];
  const look = async () => {
    const bytes = await server.memory().catch(() => null); // the next look tells
    if (bytes !== null) seen.push(bytes);
  };
  let looking: Promise<unknown> = look();
  const timer = setInterval(() => {
    tick();
    looking = looking.then(look);
  }, MEMORY_EVERY);
  return async () => {
    clearInterval(timer);
    await looking;
    await look();
    if (seen.length === 0) throw new Error('the hub never told what memory it holds');
    return seen;
  };
}
