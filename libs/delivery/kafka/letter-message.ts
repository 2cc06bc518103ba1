import { HUB_SOURCE } from '../model/event.js';
import type { UnsentLetter } from '../model/letter.js';
import { addressed, type AddressedMessage } from './addressed.js';

/** Key = id of what it is about: what is told of one thing stays in order. */
export function letterMessage({ id, type, at, subject, data }: UnsentLetter): AddressedMessage {
  const attributes = { id, source: HUB_SOURCE, type, time: at.toISOString(), subject, datacontenttype: 'application/json' };
  return addressed(subject, { attributes, data: Buffer.from(JSON.stringify(data)) });
}
