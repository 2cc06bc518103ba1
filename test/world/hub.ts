import { join, resolve } from 'node:path';
import { bundleHub } from '../../deploy/local/bundle.mjs';
import { newGround, type Ground } from './hub/ground.js';
import { HubClient } from './hub/client.js';
import { hubTls, type HubTls } from './hub/hub-tls.js';
import { startProcess, type HubProcess } from './hub/hub-process.js';
import { AgencyTopics } from './hub/topics.js';

export { eventually } from './eventually.js';
export { newGround, type Ground } from './hub/ground.js';
export {
  ACKNOWLEDGEMENT, AMENDMENT, HubClient, SUBMISSIONS, WITHDRAWAL, type Receipt, type Answer, type Asked, type StreamEvent,
} from './hub/client.js';
export type { EventHandedIn, TopicMessage, TopicReader } from './hub/topics.js';

export interface HubSettings {
  /** All in one process, or gateway, three subgraphs and a worker. */
  readonly topology?: 'one' | 'split';
  /** Of a hub in one process: in one file, as `npm start` runs it. */
  readonly bundled?: boolean;
  /** With the real broker; without it the hub runs on the pull feed. */
  readonly kafka?: boolean;
  /** Clients that get a certificate: then the hub serves HTTPS. */
  readonly certificates?: readonly string[];
  /** What it stands on; a fresh one when not said, which ends with the hub. */
  readonly ground?: Ground;
  /** Folder of the build to run; the one under test where not said. */
  readonly build?: string;
  /** Of a split hub: whether it has a worker of its own. */
  readonly worker?: boolean;
  /** Further environment variables of every process. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A running hub: real processes, a real database and, where asked for, the real broker. */
export interface Hub {
  readonly url: string;
  readonly client: HubClient;
  readonly ground: Ground;
  /** The clients' certificates; null for a hub that serves HTTP. */
  readonly tls: HubTls | null;
  readonly topics: AgencyTopics;
  /** By name: `hub`, or `gateway`, `cases`, `alerts`, `directory`, `worker`. */
  readonly processes: ReadonlyMap<string, HubProcess>;
  /** Ends it as an operator does; a ground of its own goes with it. */
  stop(): Promise<void>;
  /** Ends every process at once, as a crash does; the ground stays for the next hub until `stop`. */
  kill(): Promise<void>;
}

const SUBGRAPHS = ['cases', 'alerts', 'directory'];

export async function startHub(hub: HubSettings = {}): Promise<Hub> {
  const { topology = 'one', kafka = false, certificates, ground: given, environment = {} } = hub;
  const ground = given ?? await newGround(kafka);
  const tls = certificates ? await hubTls(join(ground.environment['AMANAT_HOME']!, 'tls'), certificates) : null;
  const settings = { ...ground.environment, ...tls?.environment, ...environment };
  const processes = topology === 'one' ? await startOne(settings, hub) : await startSplit(settings, hub);
  const { port } = processes.get(topology === 'one' ? 'hub' : 'gateway')!;
  const url = `${tls ? 'https' : 'http'}://localhost:${port}`;
  const topics = new AgencyTopics(ground.topicPrefix);
  const endAll = (how: 'stop' | 'kill') => Promise.all([...processes.values()].map((one) => one[how]()));
  return {
    url, ground, tls, topics, processes, client: new HubClient(url, tls?.tlsOf),
    kill: async () => void (await endAll('kill')),
    stop: async () => {
      await topics.close();
      await endAll('stop');
      if (!given) await ground.drop();
    },
  };
}

async function startOne(settings: Readonly<Record<string, string>>, { build, bundled = false }: HubSettings): Promise<Map<string, HubProcess>> {
  if (!bundled) return new Map([['hub', await startProcess('hub', settings, build)]]);
  await bundleHub(resolve('.'));
  return new Map([['hub', await startProcess('hub', settings, build, 'bundle.js')]]);
}

/** The gateway comes last: it has to be told where the subgraphs are. */
async function startSplit(settings: Readonly<Record<string, string>>, { build, worker: wanted = true }: HubSettings): Promise<Map<string, HubProcess>> {
  const processes = new Map<string, HubProcess>();
  const subgraphs = SUBGRAPHS.map(async (name) => processes.set(name, await startProcess('subgraph', { ...settings, SUBGRAPHS: name }, build)));
  const worker = wanted ? startProcess('worker', settings, build).then((started) => processes.set('worker', started)) : null;
  await Promise.all([...subgraphs, worker]);
  const urls = SUBGRAPHS.map((name) => `${name}=http://127.0.0.1:${processes.get(name)!.port}/subgraphs/${name}`).join(',');
  return processes.set('gateway', await startProcess('gateway', { ...settings, SUBGRAPH_URLS: urls }, build));
}
