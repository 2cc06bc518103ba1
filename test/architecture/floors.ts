/**
 * The rooms of the house, highest floor first. A room imports only from floors below its own; rooms of
 * one floor do not know each other, but for the stairs below. Reasons: ARCHITECTURE.md.
 */
export const FLOORS: readonly (readonly string[])[] = [
  ['apps'],
  ['cases', 'alerts', 'relabel', 'recalls', 'transfers', 'rights', 'breaches'],
  ['retention'],
  ['records', 'intake'],
  ['delivery', 'ledger', 'insider', 'registers', 'approvals'],
  ['disclosure'],
  ['directory'],
  ['policy', 'audit', 'identity', 'keys', 'jobs'],
  ['gateway', 'importing', 'proofs'],
  ['federation'],
  ['subgraphs'],
  ['postgres', 'kafka', 'process'],
  ['contracts'],
  ['kernel'],
];

/** Rooms that may import these and nothing else, however low the rest stands: they must work without the house around them. */
export const ONLY: Readonly<Record<string, readonly string[]>> = {
  gateway: ['federation', 'subgraphs', 'process', 'contracts', 'kernel'],
  federation: ['subgraphs', 'contracts', 'kernel'],
  subgraphs: ['contracts', 'kernel'],
  importing: ['process', 'contracts', 'kernel'],
  proofs: ['kernel'],
  policy: ['contracts', 'kernel'],
  identity: ['process', 'contracts', 'kernel'],
  keys: ['postgres', 'kernel'],
  contracts: ['kernel'],
  kernel: [],
};

/** Folders of a room and the folders of the same room that each may import. `top` are the files beside index.ts. */
export const INSIDE: Readonly<Record<string, readonly string[]>> = {
  model: [],
  postgres: ['model'],
  actions: ['model', 'postgres', 'top'],
  kafka: ['model', 'actions', 'top'],
  graphql: ['model', 'actions', 'top'],
  top: ['model', 'postgres', 'kafka', 'actions', 'top'],
};

/** What a pure model must not touch: whatever waits, is stored or is sent. */
export const IMPURE = [/^node:(?!crypto$)/u, /^(?:pg|typeorm|kafkajs|express|rxjs)$/u, /^@nestjs\//u, /^#libs\/(?:postgres|kafka|process|gateway|federation|subgraphs)$/u];

export function floorOf(room: string): number {
  const floor = FLOORS.findIndex((rooms) => rooms.includes(room));
  if (floor < 0) throw new Error(`The room ${room} stands on no floor: give it one in test/architecture/floors.ts.`);
  return floor;
}
