import { Inject } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import type { Caller } from '#libs/kernel';
import { Directory } from '../directory.js';
import { ownClient, ownStream, publishedAgency, type OwnClient, type PublishedAgency } from './published.js';

interface Context {
  readonly caller: Caller;
}

/** Name of the topic of an agency's stream, or null where the hub has no broker. */
export type TopicNaming = (agency: string, stream: string) => string | null;

export const TOPIC_NAMING = Symbol('how the topics of streams are named');

/** Enters an answer in the ledger; it resolves when the line is durable. */
export type Account = (caller: Caller, action: string) => Promise<void>;

export const ACCOUNT = Symbol('how what the directory says is accounted for');

/** The participants, and the caller's own standing: never another agency's clients or streams. */
@Resolver()
export class DirectoryQueries {
  constructor(
    @Inject(Directory) private readonly directory: Directory,
    @Inject(TOPIC_NAMING) private readonly topicOf: TopicNaming,
    @Inject(ACCOUNT) private readonly account: Account,
  ) {}

  @Query('agency')
  async agency(_parent: unknown, args: { code: string }, { caller }: Context): Promise<PublishedAgency | null> {
    await this.account(caller, 'directory');
    const agency = this.directory.agency(args.code);
    return agency && publishedAgency(agency);
  }

  @Query('agencies')
  async agencies(_parent: unknown, _args: unknown, { caller }: Context): Promise<PublishedAgency[]> {
    await this.account(caller, 'directory');
    return this.directory.agencies().map(publishedAgency);
  }

  @Query('me')
  async me(_parent: unknown, _args: unknown, { caller }: Context): Promise<OwnClient | null> {
    await this.account(caller, 'directory');
    const client = this.directory.client(caller.client);
    if (!client) return null;
    const streams = client.agency === null ? [] : this.directory.streamsOf(client.agency);
    const agency = client.agency === null ? null : this.directory.agency(client.agency);
    return ownClient(client, agency, streams.map((stream) => ownStream(stream, this.topicOf(stream.agency, stream.name))));
  }
}
