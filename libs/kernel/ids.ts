import { drawn } from './drawn.js';

/**
 * Mints ids. Replaceable, so that tests may run on ids that follow from what they name: then a write
 * that an agency may not see shifts no id that it does see.
 */
export interface Ids {
  /** Of an operation, and whatever else is named by nothing. */
  next(): string;
  /** Of the record that an agency hands in under its own key. */
  record(originator: string, key: string): string;
  /** Of what one stream of an agency is told of a record. */
  delivery(agency: string, stream: string, record: string): string;
  /** Of the operation in which a stream of an agency is sent what waits on it. */
  sending(agency: string, stream: string): string;
  /** Of what an agency asks others to agree to, under its own key. */
  approval(asker: string, key: string): string;
  /** Of the refusal of an event that an agency handed in. */
  rejection(agency: string, event: string): string;
}

/**
 * UUID version 7 (RFC 9562 §5.7): 48 bits of milliseconds, then 74 random bits.
 * There is no counter on purpose: a counter shared by all agencies would tell each of them
 * how many records the others hand in.
 */
export function uuidV7(milliseconds: number): string {
  const bytes = drawn(16);
  bytes.writeUIntBE(milliseconds, 0, 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

const minted = () => uuidV7(Date.now());

/** Random: an id tells nothing of what it names. */
export const systemIds: Ids = { next: minted, record: minted, delivery: minted, sending: minted, approval: minted, rejection: minted };
