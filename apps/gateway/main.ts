import { mountPublicApi, remoteExecutors } from '../assembly/edge.js';
import { runProcess } from '../assembly/process.js';

/** The public API over subgraphs in other processes (SUBGRAPH_URLS). */
await runProcess(async (hub) => mountPublicApi(hub, remoteExecutors(hub)));
