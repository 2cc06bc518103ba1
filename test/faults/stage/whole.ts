import { expectedOf } from '../../trial/account/expected.js';
import { flawsIn } from '../../trial/account/wholeness.js';
import type { World } from '../../world/index.js';

/** Everything that belongs to a record is there with it, or nothing of it is. @returns only the questions with a wrong answer */
export async function halfStored(world: World): Promise<Record<string, number>> {
  const connection = { query: async (text: string) => ({ rows: await world.rows<unknown>(text) }) };
  await expectedOf(connection);
  return Object.fromEntries(Object.entries(await flawsIn(connection)).filter(([, flaws]) => flaws > 0));
}

/** Ids of what a stream of an agency must be told. */
export async function entriesOf(world: World, agency: string, stream = 'records'): Promise<Set<string>> {
  const rows = await world.rows<{ id: string }>('select id from delivery.entry where agency = $1 and stream = $2', [agency, stream]);
  return new Set(rows.map(({ id }) => id));
}
