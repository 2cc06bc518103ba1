import { classesIn, purposesIn } from '#libs/contracts';
import { TLP_RANK } from '#libs/kernel';
import type { Agency, Client, Stream } from '../model/participant.js';

/** What every participant may know of another: that it takes part, and under which law. */
export interface PublishedAgency {
  readonly __typename: 'Agency';
  readonly code: string;
  readonly name: string;
  readonly type: string;
  readonly regime: string;
  readonly country: string | null;
}

export interface OwnStream {
  readonly name: string;
  readonly kinds: readonly string[];
  readonly purpose: string;
  readonly legalBasis: string;
  readonly expiresAt: string;
  readonly classes: readonly string[];
  readonly topic: string | null;
}

export interface OwnClient {
  readonly id: string;
  readonly agency: PublishedAgency | null;
  readonly roles: readonly string[];
  readonly classes: readonly string[];
  readonly purposes: readonly string[];
  readonly legalBases: readonly string[];
  readonly clearance: string;
  readonly streams: readonly OwnStream[];
}

const LABEL = Object.keys(TLP_RANK).sort((a, b) => TLP_RANK[a]! - TLP_RANK[b]!);

export function publishedAgency({ code, name, type, regime, country }: Agency): PublishedAgency {
  return { __typename: 'Agency', code, name, type, regime, country };
}

/** `topic` is null where the hub has no broker. */
export function ownStream(stream: Stream, topic: string | null): OwnStream {
  const { name, kinds, purpose, legalBasis } = stream;
  return { name, kinds, purpose, legalBasis, expiresAt: stream.expiresAt.toISOString(), classes: classesIn(stream.classes), topic };
}

export function ownClient(client: Client, agency: Agency | null, streams: readonly OwnStream[]): OwnClient {
  return {
    id: client.id,
    agency: agency && publishedAgency(agency),
    roles: client.roles,
    classes: classesIn(client.classes),
    purposes: purposesIn(client.purposes),
    legalBases: client.legalBases,
    clearance: LABEL[client.clearance]!,
    streams,
  };
}
