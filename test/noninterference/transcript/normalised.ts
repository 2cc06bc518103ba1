/** A value that two runs of the very same world would not share, and what stands in its place. */
export interface Normalised {
  readonly name: string;
  readonly why: string;
  /** The first group stays as it is; the rest gives way to `<name>`, and where its length is said, to that. */
  readonly pattern: RegExp;
  readonly keepsLength: boolean;
  /** A number takes its place, the same wherever the value is the same: whether a value stands twice is compared. */
  readonly numbered?: true;
}

/** Where in an answer or an export a hash stands that other agencies' slots go into; not the observer's own `path`s and roots. */
const SALTED = [
  /\\n\d+\\n/u, /"slots":"/u, /"(?:slotPath|sealConsistency|consistency)":\[(?:"[^"]{44}",)*"/u, /"slots":"[^"]{44}","path":\[(?:"[^"]{44}",)*"/u,
].map(({ source }) => source).join('|');

/**
 * The whole list of what is not compared. Nothing else is: whoever adds a line here says why, and a
 * test holds the list to its names.
 */
export const NORMALISED: readonly Normalised[] = [
  {
    name: 'access token', keepsLength: false, pattern: /("access_token":")[^"]+/gu,
    why: 'It carries the second in which it was asked for and a number of its own (RFC 9068 iat, exp, jti).',
  },
  {
    name: 'Date', keepsLength: false, pattern: /^(date: |kafka timestamp: ).*$/gimu,
    why: 'The clock of the HTTP server and of the Kafka client (RFC 9110 §6.6.1), which are not the hub\'s own.',
  },
  {
    name: 'operation id', keepsLength: false, pattern: /^(amanat-operation: ).*$|("operation":")[\w-]{36}(?=")/gimu,
    why: 'The trace id of the question itself: it names the observer\'s own request, and nothing of a record.',
  },
  {
    name: 'sealed cursor', keepsLength: true, pattern: /("(?:cursor|endCursor|after)":")[\w-]{102}(?=")/gu,
    why: 'AES-GCM over a place in the database with a nonce that follows from that place: without the hub\'s key it is chance. Its length is compared.',
  },
  {
    name: 'salted hash', keepsLength: false, numbered: true, pattern: new RegExp(`()(?<=${SALTED})[A-Za-z0-9+/]{43}=`, 'gu'),
    why: 'Root, leaf or node of the log of seals over other agencies\' slots: SHA-256 over a secret salt that is new in every interval, and so chance. '
      + 'How many there are, where they stand, and which of them are the same is compared.',
  },
  {
    name: 'signature of a checkpoint', keepsLength: true, numbered: true, pattern: /(\\n\u2014 [^\s"\\]+ )[A-Za-z0-9+/]+={0,2}/gu,
    why: 'Ed25519 by the hub, and by the observer itself, over the salted root: chance as the root is (C2SP signed-note).',
  },
];

/** Which values of one transcript were met, in their order. */
export type Met = Map<string, number>;

export function normalise(bytes: string, met: Met = new Map()): string {
  return NORMALISED.reduce((text, { name, pattern, keepsLength, numbered }) => text.replace(pattern, (found: string, ...groups: unknown[]) => {
    const kept = groups.find((group): group is string => typeof group === 'string')!;
    const value = found.slice(kept.length);
    if (numbered && !met.has(value)) met.set(value, met.size + 1);
    return `${kept}<${name}${numbered ? ` ${met.get(value)}` : ''}${keepsLength ? ` of ${value.length}` : ''}>`;
  }), bytes);
}
