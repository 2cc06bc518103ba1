import type { Figure } from '../../measure/figure.js';
import { Chance } from '../../world/chance.js';
import { startHubServer } from '../../world/hub-server.js';
import type { Bench, Options, Services } from '../bench.js';
import { compareReads } from './compare.js';
import { one, postgraphileOne, READER } from './contestants.js';
import { installPeers } from './peer-process.js';
import { POSTGRAPHILE } from './read.js';
import { withReadWorld } from './read-world.js';
import { onStage } from './stage.js';

const LEAST = { [POSTGRAPHILE]: 1 };

export const byid: Bench = {
  about: 'Over mutual TLS on both sides, one case by its id, with the same fields as in read, against PostGraphile 4 under row-level security.',
  async run(services: Services, options: Options): Promise<Figure[]> {
    installPeers();
    return withReadWorld(services, (url, ids) => onStage(startHubServer, url, async (stage) => compareReads({
      hub: one(stage.hub), [POSTGRAPHILE]: postgraphileOne(await stage.peer('postgraphile-server.mjs', { agency: READER })),
    }, { bench: 'byid', idOf: (turn) => new Chance(turn).one(ids), cases: 1, rounds: options.rounds, least: LEAST })));
  },
};
