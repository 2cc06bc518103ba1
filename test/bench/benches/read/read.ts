import type { Figure } from '../../measure/figure.js';
import { Chance } from '../../world/chance.js';
import { startHubServer, startSplitServer } from '../../world/hub-server.js';
import type { Bench, Options, Services } from '../bench.js';
import { compareReads, type Comparison } from './compare.js';
import { FIRST, page, plain, postgraphilePage, READER } from './contestants.js';
import { installPeers } from './peer-process.js';
import { withReadWorld } from './read-world.js';
import { onStage } from './stage.js';

export const POSTGRAPHILE = 'PostGraphile 4.14 under row-level security';
const JSON_BUILT = 'JSON built in PostgreSQL';
/** The faster of each pair is the yardstick; both have the target, so that it cannot be met by choosing. */
const APOLLO = '@apollo/gateway 2.14, subgraphs compiled';
const APOLLO_USUAL = '@apollo/gateway 2.14, its own data sources';
const SPLIT = '@apollo/gateway 2.14 in processes, the hub\'s connections';
const SPLIT_USUAL = '@apollo/gateway 2.14 in processes, its own data sources';
const LEAST: Comparison['least'] = { [POSTGRAPHILE]: 1, [JSON_BUILT]: 0.45, [APOLLO]: 2.5, [APOLLO_USUAL]: 2.5, [SPLIT]: 2, [SPLIT_USUAL]: 2 };

export const read: Bench = {
  about: 'Over mutual TLS on both sides, 50 cases of three subgraphs against raw pg, PostGraphile 4, JSON built in PostgreSQL, and @apollo/gateway, in one process and in several.',
  async run(services: Services, options: Options): Promise<Figure[]> {
    installPeers();
    return withReadWorld(services, async (url, ids) => {
      const idOf = (turn: number) => ids[FIRST + new Chance(turn).below(ids.length - FIRST)]!;
      const comparison = { bench: 'read', idOf, cases: FIRST, rounds: options.rounds, least: LEAST };
      return [...await inOneProcess(url, comparison), ...await inProcesses(url, comparison)];
    });
  },
};

function inOneProcess(url: string, comparison: Comparison): Promise<Figure[]> {
  return onStage(startHubServer, url, async (stage) => {
    const bare = await stage.peer('plain-server.mjs');
    return compareReads({
      hub: page(stage.hub),
      'raw pg': plain({ ...bare, url: `${bare.url}/raw` }),
      [POSTGRAPHILE]: postgraphilePage(await stage.peer('postgraphile-server.mjs', { agency: READER })),
      [JSON_BUILT]: plain({ ...bare, url: `${bare.url}/json` }),
      [APOLLO]: page(await stage.apollo('hub')),
      [APOLLO_USUAL]: page(await stage.apollo('apollo')),
    }, comparison);
  });
}

/** Both gateways stand before the very same subgraph processes, and sign the caller for them. */
function inProcesses(url: string, comparison: Comparison): Promise<Figure[]> {
  return onStage(startSplitServer, url, async (stage) => compareReads({
    hub: page(stage.hub), [SPLIT]: page(await stage.apollo('hub')), [SPLIT_USUAL]: page(await stage.apollo('apollo')),
  }, comparison));
}
