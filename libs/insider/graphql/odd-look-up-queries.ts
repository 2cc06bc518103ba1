import { Inject } from '@nestjs/common';
import { Mutation, Query, Resolver } from '@nestjs/graphql';
import { connected, type Connection, type Disclosed } from '#libs/disclosure';
import type { Caller } from '#libs/kernel';
import { OddLookUps, type OddLookUp } from '../actions/odd-look-ups.js';

interface Context {
  readonly caller: Caller;
}

/** Odd look-ups as an exit: of the caller's own agency, for its data-protection officer. */
@Resolver()
export class OddLookUpQueries {
  constructor(@Inject(OddLookUps) private readonly lookUps: OddLookUps) {}

  @Query('oddLookUps')
  async oddLookUps(_parent: unknown, args: { status?: string; after?: string; first?: number }, { caller }: Context): Promise<Disclosed<Connection>> {
    return connected(await this.lookUps.page(caller, args));
  }

  @Mutation('closeOddLookUp')
  closeOddLookUp(_parent: unknown, args: { id: string; outcome: string }, { caller }: Context): Promise<Disclosed<OddLookUp>> {
    return this.lookUps.close(caller, args);
  }
}
