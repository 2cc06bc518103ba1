/** A value that two runs of the very same world would not share, and what stands in its place. */
export interface Normalised {
  readonly name: string;
  readonly why: string;
  /** The first group stays as it is; the rest gives way to `<name>`, and where its length is said, to that. */
  readonly pattern: RegExp;
  readonly keepsLength: boolean;
}

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
    name: 'salted seal', keepsLength: true, pattern: /("checkpoint":"[^"\\]+\\n\d+\\n|"(?:slots|salt)":")[^"]+|("slotPath":\[)[^\]]+/gu,
    why: 'Hashes over all slots, each with a salt of its own that only the hub can make, and the signature over them. Their number and lengths are compared.',
  },
];

export function normalise(bytes: string): string {
  return NORMALISED.reduce((text, { name, pattern, keepsLength }) =>
    text.replace(pattern, (found: string, ...groups: unknown[]) => {
      const kept = groups.find((group): group is string => typeof group === 'string')!;
      return `${kept}<${name}${keepsLength ? ` of ${found.length - kept.length}` : ''}>`;
    }), bytes);
}
