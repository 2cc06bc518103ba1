import { httpClient } from '../../measure/post.js';
import { residentMiB } from '../../measure/linux-process.js';
import { throughputs } from '../../measure/rounds.js';
import { say } from '../../measure/say.js';
import { Chance } from '../../world/chance.js';
import { startHubServer } from '../../world/hub-server.js';
import type { Services } from '../bench.js';
import { CLIENTS } from '../read/compare.js';
import { FIRST, page } from '../read/contestants.js';
import { withReadWorld } from '../read/read-world.js';
import { placeOf, POOL } from '../read/stage.js';

const MILLISECONDS = 4_000;
const LOOK = 50;

/** The hub under the load of `bench read`, round after round without a rest. @returns the most resident MiB of each round */
export function memoryUnderRead(services: Services, rounds: number): Promise<number[]> {
  return withReadWorld(services, async (url, ids) => {
    const server = await startHubServer(url, POOL);
    const client = httpClient(CLIENTS);
    try {
      const hub = page(await placeOf(server, client.post));
      const read = (turn: number) => hub.ask(ids[FIRST + new Chance(turn).below(ids.length - FIRST)]!);
      say('measuring memory under read');
      const most: number[] = [];
      for (let round = 0; round < rounds; round++) {
        most.push(await mostDuring(server.pid, () => throughputs({ read }, { rounds: 1, milliseconds: MILLISECONDS, clients: CLIENTS })));
        say(`round ${round + 1} of ${rounds}: ${Math.round(most[round]!)} MiB`);
      }
      return most;
    } finally {
      client.close();
      await server.stop();
    }
  });
}

async function mostDuring(pid: number, work: () => Promise<unknown>): Promise<number> {
  let most = 0;
  const looking = setInterval(() => { most = Math.max(most, residentMiB(pid)); }, LOOK);
  await work().finally(() => clearInterval(looking));
  return most;
}
