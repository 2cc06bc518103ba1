import type { Disclosed } from '#libs/disclosure';
import { binaryMessage, type OutgoingMessage } from '#libs/kafka';
import type { EventAttributes, RecipientEvent } from '../model/event.js';

/** What goes to a stream's topic, and for a record taken back, to the recalls as well, under the same event id. */
export interface RecipientMessages {
  readonly message: OutgoingMessage;
  readonly recall: OutgoingMessage | null;
}

/** Accepts only what disclosure made: a record cannot be produced to a topic in any other way. */
export function messagesFor(event: Disclosed<RecipientEvent>): RecipientMessages {
  const { attributes, data } = event;
  if (data !== null) return { message: keyed(attributes, data), recall: null };
  const obligation = { id: attributes.subject, kind: attributes.kind, obligation: 'delete every copy, and tell whoever you passed it on to' };
  return { message: keyed(attributes, null), recall: keyed(attributes, obligation) };
}

/** Key = record id: a record's versions stay in order, and compaction keeps the last of them. */
function keyed(attributes: EventAttributes, data: Readonly<Record<string, unknown>> | null): OutgoingMessage {
  const event = data === null
    ? { attributes: { ...attributes }, data: undefined }
    : { attributes: { ...attributes, datacontenttype: 'application/json' }, data: Buffer.from(JSON.stringify(data)) };
  return { key: attributes.subject, ...binaryMessage(event) };
}
