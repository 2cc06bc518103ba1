import type { Disclosed } from '#libs/disclosure';
import type { EventAttributes, RecipientEvent } from '../model/event.js';
import { addressed, type AddressedMessage } from './addressed.js';

/** What goes to a stream's topic, and for a record taken back, to the recalls as well, under the same event id. */
export interface RecipientMessages {
  readonly message: AddressedMessage;
  readonly recall: AddressedMessage | null;
}

/** Accepts only what disclosure made: a record cannot be produced to a topic in any other way. */
export function messagesFor(event: Disclosed<RecipientEvent>): RecipientMessages {
  const { attributes, data } = event;
  if (data !== null) return { message: keyed(attributes, data), recall: null };
  const obligation = { id: attributes.subject, kind: attributes.kind, obligation: 'delete every copy, unless a recall says to keep it unused, and tell whoever you passed it on to' };
  return { message: keyed(attributes, null), recall: keyed(attributes, obligation) };
}

function keyed(attributes: EventAttributes, data: Readonly<Record<string, unknown>> | null): AddressedMessage {
  const event = data === null
    ? { attributes: { ...attributes }, data: undefined }
    : { attributes: { ...attributes, datacontenttype: 'application/json' }, data: Buffer.from(JSON.stringify(data)) };
  return addressed(attributes.subject, event);
}
