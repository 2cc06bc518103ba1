import type { SchemaPart } from '#libs/postgres';
import { Deliveries1764000000300 } from './postgres/0001-deliveries.js';
import { Checked1764000000310 } from './postgres/0002-checked.js';
import { Unchecked1764000000320 } from './postgres/0003-unchecked.js';
import { EntryBodies1764000000330 } from './postgres/0004-entry-bodies.js';
import { Letters1764000000730 } from './postgres/0005-letters.js';
import { ApprovalsAsEntries1764000000760 } from './postgres/0006-approvals-as-entries.js';
import { DELIVERY_FUNCTIONS } from './postgres/functions.js';

export { DeliveryQueries } from './graphql/delivery-queries.js';
export { DeliveryModule } from './delivery.module.js';
export { Feed, type Delivery } from './feed.js';
export { announcementsOf, type Announcement, type Change } from './model/announcement.js';
export { reject } from './postgres/entry.store.js';
export { Reconciler, type Stray } from './reconciler.js';
export { Relay, type RelaySettings } from './relay.js';

export const deliverySchema: SchemaPart = {
  migrations: [Deliveries1764000000300, Checked1764000000310, Unchecked1764000000320, EntryBodies1764000000330, Letters1764000000730, ApprovalsAsEntries1764000000760],
  functions: DELIVERY_FUNCTIONS,
};
