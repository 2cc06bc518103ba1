import { Inject } from '@nestjs/common';
import { Mutation, Query, Resolver } from '@nestjs/graphql';
import { connected, type Connection, type Disclosed } from '#libs/disclosure';
import type { Context } from '#libs/records';
import { AddToBreach, type Addition } from '../actions/add-to-breach.js';
import { DealWithBreach, type Closing, type Deciding, type Notifying } from '../actions/deal-with-breach.js';
import { OpenBreach, type Opening } from '../actions/open-breach.js';
import { ReadBreaches } from '../actions/read-breaches.js';
import { RequireCommunication, type Requirement } from '../actions/require-communication.js';
import type { PageAsked } from '../actions/pages.js';
import type { Breach } from '../model/breach.js';
import type { BreachDocument } from '../model/document.js';

interface Whose {
  readonly agency?: string;
}

/** An agency's own breaches, and its register as an exit. */
@Resolver()
export class BreachQueries {
  constructor(
    @Inject(ReadBreaches) private readonly reading: ReadBreaches,
    @Inject(OpenBreach) private readonly opening: OpenBreach,
    @Inject(AddToBreach) private readonly adding: AddToBreach,
    @Inject(DealWithBreach) private readonly dealing: DealWithBreach,
    @Inject(RequireCommunication) private readonly requiring: RequireCommunication,
  ) {}

  @Query('breaches')
  async breaches(_parent: unknown, args: PageAsked & Whose & { status?: string }, { caller }: Context): Promise<Disclosed<Connection>> {
    return connected(await this.reading.register(caller, args));
  }

  @Query('breach')
  breach(_parent: unknown, args: Whose & { id: string }, { caller }: Context): Promise<Disclosed<Breach>> {
    return this.reading.one(caller, args);
  }

  @Query('breachDocument')
  breachDocument(_parent: unknown, args: Whose & { id: string; number?: number }, { caller }: Context): Promise<Disclosed<BreachDocument>> {
    return this.reading.document(caller, args);
  }

  @Query('breachRecords')
  async breachRecords(_parent: unknown, args: PageAsked & { id: string }, { caller }: Context): Promise<Disclosed<Connection>> {
    return connected(await this.reading.records(caller, args));
  }

  @Query('breachNotifications')
  async breachNotifications(_parent: unknown, args: PageAsked, { caller }: Context): Promise<Disclosed<Connection>> {
    return connected(await this.reading.notifications(caller, args));
  }

  @Mutation('openBreach')
  openBreach(_parent: unknown, args: Opening, { caller }: Context): Promise<Disclosed<Breach>> {
    return this.opening.run(caller, args);
  }

  @Mutation('addToBreach')
  addToBreach(_parent: unknown, args: Addition, { caller }: Context): Promise<Disclosed<Breach>> {
    return this.adding.run(caller, args);
  }

  @Mutation('notifyBreach')
  notifyBreach(_parent: unknown, args: Notifying, { caller }: Context): Promise<Disclosed<Breach>> {
    return this.dealing.notify(caller, args);
  }

  @Mutation('decideBreachCommunication')
  decideBreachCommunication(_parent: unknown, args: Deciding, { caller }: Context): Promise<Disclosed<Breach>> {
    return this.dealing.decide(caller, args);
  }

  @Mutation('requireBreachCommunication')
  requireBreachCommunication(_parent: unknown, args: Requirement, { caller }: Context): Promise<Disclosed<Breach>> {
    return this.requiring.run(caller, args);
  }

  @Mutation('closeBreach')
  closeBreach(_parent: unknown, args: Closing, { caller }: Context): Promise<Disclosed<Breach>> {
    return this.dealing.close(caller, args);
  }
}
