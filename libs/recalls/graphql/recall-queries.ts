import { Inject } from '@nestjs/common';
import { Mutation, Query, Resolver } from '@nestjs/graphql';
import { connected, type Connection, type Disclosed } from '#libs/disclosure';
import type { Caller } from '#libs/kernel';
import { ConfirmRecall, type Confirmation } from '../actions/confirm-recall.js';
import { ToldRecalls, type PageAsked } from '../actions/told-recalls.js';
import type { Duty } from '../model/duty.js';

interface Context {
  readonly caller: Caller;
}

/** Recalls as an exit: to their holders, and to the originator of the record. */
@Resolver()
export class RecallQueries {
  constructor(
    @Inject(ToldRecalls) private readonly recalls: ToldRecalls,
    @Inject(ConfirmRecall) private readonly confirm: ConfirmRecall,
  ) {}

  @Query('recalls')
  async duties(_parent: unknown, args: PageAsked & { status?: string }, { caller }: Context): Promise<Disclosed<Connection>> {
    return connected(await this.recalls.duties(caller, args));
  }

  @Query('recallsMade')
  async made(_parent: unknown, args: PageAsked & { record?: string }, { caller }: Context): Promise<Disclosed<Connection>> {
    return connected(await this.recalls.made(caller, args));
  }

  @Mutation('confirmRecall')
  confirmRecall(_parent: unknown, args: Confirmation, { caller }: Context): Promise<Disclosed<Duty>> {
    return this.confirm.run(caller, args);
  }
}
