import { BreachKeeping, OpenBreach } from '#libs/breaches';
import type { World } from '../../world/index.js';

/** A breach of these records by the agency's data-protection officer, of which everybody who holds a copy is told, as the job does it. @returns its id */
export async function openAndTell({ house, caller, rows }: World, agency: string, records: readonly string[]): Promise<string> {
  const awareAt = new Date(Date.now() - 1_000).toISOString();
  const { id } = await new OpenBreach(new BreachKeeping(house.keeping)).run(caller(`${agency}-dpo`, { agency }), {
    awareAt, from: awareAt, to: awareAt, nature: ['confidentiality'], risk: 'risk', consequences: ['loss-of-control'], measures: ['access-ended'], proposed: ['staff-instructed'], records, idempotencyKey: 'breach',
  });
  await rows('select breaches.tell($1)', [id]);
  return id;
}
