import { Module, type DynamicModule } from '@nestjs/common';
import { Feed } from './feed.js';
import { DeliveryQueries } from './graphql/delivery-queries.js';

/** The feed's part of the API; the relay runs in the worker. */
@Module({})
export class DeliveryModule {
  static for(feed: Feed): DynamicModule {
    return { module: DeliveryModule, providers: [{ provide: Feed, useValue: feed }, DeliveryQueries] };
  }
}
