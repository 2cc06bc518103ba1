import type { EventProducer, Topics } from '#libs/kafka';

/** The broker as the relay uses it. */
export interface Outlet {
  readonly producer: EventProducer;
  readonly topics: Topics;
}
