import { HUB_SOURCE } from '../model/event.js';
import type { UnsentRejection } from '../model/rejection.js';
import { addressed, type AddressedMessage } from './addressed.js';

/** The agency's own event is named by its CloudEvents source and id; its content is not repeated. */
export function rejectionMessage(rejection: UnsentRejection): AddressedMessage {
  const attributes = {
    id: rejection.id, source: HUB_SOURCE, type: 'submission.rejected.v1',
    time: rejection.at.toISOString(), datacontenttype: 'application/json',
  };
  const data = Buffer.from(JSON.stringify({ event: rejection.event_id, issues: rejection.issues }));
  return addressed(rejection.id, { attributes, data });
}
