import { Inject } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import type { Caller } from '#libs/kernel';
import { Directory } from '../directory.js';
import { ownClient, ownStream, publishedAgency, type OwnClient, type PublishedAgency } from './published.js';

/** Name of the topic of an agency's stream, or null where the hub has no broker. */
export type TopicNaming = (agency: string, stream: string) => string | null;

export const TOPIC_NAMING = Symbol('how the topics of streams are named');

/** The participants, and the caller's own standing: never another agency's clients or streams. */
@Resolver()
export class DirectoryQueries {
  constructor(
    @Inject(Directory) private readonly directory: Directory,
    @Inject(TOPIC_NAMING) private readonly topicOf: TopicNaming,
  ) {}

  @Query('agency')
  agency(_parent: unknown, args: { code: string }): PublishedAgency | null {
    const agency = this.directory.agency(args.code);
    return agency && publishedAgency(agency);
  }

  @Query('agencies')
  agencies(): PublishedAgency[] {
    return this.directory.agencies().map(publishedAgency);
  }

  @Query('me')
  me(_parent: unknown, _args: unknown, context: { caller: Caller }): OwnClient | null {
    const client = this.directory.client(context.caller.client);
    if (!client) return null;
    const streams = client.agency === null ? [] : this.directory.streamsOf(client.agency);
    const agency = client.agency === null ? null : this.directory.agency(client.agency);
    return ownClient(client, agency, streams.map((stream) => ownStream(stream, this.topicOf(stream.agency, stream.name))));
  }
}
