import type { SchemaPart } from '#libs/postgres';
import { Deliveries1764000000300 } from './postgres/0001-deliveries.js';
import { DELIVERY_FUNCTIONS } from './postgres/functions.js';

export { DeliveryQueries } from './graphql/delivery-queries.js';
export { DeliveryModule } from './delivery.module.js';
export { Feed, type Delivery } from './feed.js';
export { announcementsOf, type Announcement, type Change } from './model/announcement.js';
export { reject } from './postgres/entry.store.js';
export { Relay, type RelaySettings } from './relay.js';

export const deliverySchema: SchemaPart = { migrations: [Deliveries1764000000300], functions: DELIVERY_FUNCTIONS };
