import { binaryMessage, type OutgoingMessage } from '#libs/kafka';

declare class Addressed {
  private readonly madeForOneRecipient: true;
}

/** A message that was made for one recipient, in this folder: the relay's outlet takes no other. */
export type AddressedMessage = OutgoingMessage & Addressed;

/** @internal of this folder. Key = record id: a record's versions stay in order, and compaction keeps the last of them. */
export function addressed(key: string, event: Parameters<typeof binaryMessage>[0]): AddressedMessage {
  return { key, ...binaryMessage(event) } as AddressedMessage;
}
