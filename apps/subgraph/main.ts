import { mountSubgraph } from '#libs/subgraphs';
import { assertionOf } from '../assembly/edge.js';
import { report, runProcess } from '../assembly/process.js';
import { startSubgraphs, SUBGRAPHS } from '../assembly/subgraphs.js';

/** Some subgraphs (SUBGRAPHS=cases,alerts), for the gateway alone. */
await runProcess(async ({ environment, house, http, shutdown }) => {
  const names = SUBGRAPHS.filter((name) => environment.subgraphs.includes(name));
  const { executors, app } = await startSubgraphs(house, names, report);
  shutdown.onEnd('subgraphs', () => app.close());
  const assertion = assertionOf(environment);
  for (const [name, executor] of executors) mountSubgraph(http.app, { name, executor, assertion, report });
});
