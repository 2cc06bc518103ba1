import type { Topics } from '#libs/kafka';
import type { AddressedMessage } from './kafka/addressed.js';

export interface AddressedBatch {
  readonly topic: string;
  readonly messages: readonly AddressedMessage[];
}

/** The broker as the relay uses it: nothing is sent that was not made for its recipient. */
export interface Outlet {
  readonly producer: { sendAll(batches: readonly AddressedBatch[]): Promise<void> };
  readonly topics: Topics;
}
