import { Inject } from '@nestjs/common';
import { Query, Resolver, Subscription } from '@nestjs/graphql';
import type { Disclosed } from '#libs/disclosure';
import { Refusal, type Caller } from '#libs/kernel';
import { Feed, type Delivery } from '../feed.js';

interface DeliveryConnection {
  readonly edges: readonly { readonly cursor: string; readonly node: Disclosed<Delivery> }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const USUAL = 50;
const MOST = 100;

/** The recipient ledger as a pull feed and as a subscription; both go on from a cursor. */
@Resolver()
export class DeliveryQueries {
  constructor(@Inject(Feed) private readonly feed: Feed) {}

  @Query('deliveries')
  async deliveries(_parent: unknown, args: { stream: string; after?: string; first?: number }, context: { caller: Caller }): Promise<DeliveryConnection> {
    const first = args.first ?? USUAL;
    if (first < 1 || first > MOST) throw Refusal.because('PAGE_SIZE', 'first', 'hub', `A page has 1 to ${MOST} entries.`);
    const { deliveries, hasNextPage } = await this.feed.page(context.caller, args.stream, args.after ?? null, first);
    const edges = deliveries.map((node) => ({ cursor: node.cursor, node }));
    return { edges, pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null } };
  }

  @Subscription('deliveries', { resolve: (delivery: Disclosed<Delivery>) => delivery })
  follow(_parent: unknown, args: { stream: string; after?: string }, context: { caller: Caller; signal?: AbortSignal }): AsyncGenerator<Disclosed<Delivery>> {
    return this.feed.follow(context.caller, args.stream, args.after ?? null, context.signal);
  }
}
