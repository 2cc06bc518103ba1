/** The broker's name for what went wrong, else the client's. Never its text, which may quote. */
export function reasonOf(error: unknown): string {
  const { type, cause, name } = error as { type?: string; cause?: unknown; name?: string };
  if (type) return type;
  return cause ? reasonOf(cause) : (name ?? 'unknown');
}

/** What another attempt cannot mend. */
const HOPELESS = new Set([
  'MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'TOPIC_AUTHORIZATION_FAILED', 'CLUSTER_AUTHORIZATION_FAILED',
  'INVALID_RECORD', 'POLICY_VIOLATION', 'SASL_AUTHENTICATION_FAILED', 'UNSUPPORTED_VERSION',
]);

/** How long it is worth trying again after this error, in milliseconds. */
export function patienceWith(error: unknown): number {
  const reason = reasonOf(error);
  if (HOPELESS.has(reason)) return 0;
  // A topic just created may not be known everywhere yet; one that is missing does not come by waiting.
  return reason === 'UNKNOWN_TOPIC_OR_PARTITION' ? 5_000 : 60_000;
}
