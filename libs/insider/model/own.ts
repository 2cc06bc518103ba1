import type { OfficerMemory } from './memory.js';

/** Days after which what is not used any more is no longer one's own. */
const OWN_FOR = 400;

/** Whether an officer has written under a reference, or worked under it for days. */
export function isOwn({ own, day }: OfficerMemory, reference: string): boolean {
  const known = own[reference];
  return known !== undefined && (known.wrote || known.days >= 4) && day - known.last < OWN_FOR;
}
