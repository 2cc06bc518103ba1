/** How long what is on a topic stays there, in milliseconds. */
const DAY = 24 * 60 * 60 * 1000;
const OUTBOUND_RETENTION = 30 * DAY;
const INBOUND_RETENTION = 7 * DAY;

/**
 * 4 MiB, far above the 1 MiB that the hub takes in: the hub and not the broker says why it refuses, and
 * no event the hub has to send is ever too large.
 */
const MESSAGE_BYTES = String(4 * 1024 * 1024);

/** One standing subscription of an agency. `compacted`: keep the last version of each record. */
export interface StreamTopic {
  readonly name: string;
  readonly compacted: boolean;
}

/** An agency that is served, with the streams that are open. */
export interface AgencyTopics {
  readonly agency: string;
  readonly streams: readonly StreamTopic[];
}

export interface TopicPlan {
  readonly topic: string;
  /** Topic configuration by Kafka's own names. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Names of the hub's topics. A topic belongs to one agency, in one direction. */
export class Topics {
  constructor(readonly prefix = 'amanat') {}

  inbound(agency: string): string {
    return `${this.prefix}.from.${agency}`;
  }

  outbound(agency: string, stream: string): string {
    return `${this.outboundPrefix(agency)}${stream}`;
  }

  recalls(agency: string): string {
    return this.outbound(agency, 'recalls');
  }

  rejections(agency: string): string {
    return this.outbound(agency, 'rejections');
  }

  /** What an agency is asked, and what became of what it asked. */
  approvals(agency: string): string {
    return this.outbound(agency, 'approvals');
  }

  /** What concerns its data-protection officer. */
  protection(agency: string): string {
    return this.outbound(agency, 'protection');
  }

  /** Ends in a dot: `fia` must not reach what is `fia-x`'s. */
  outboundPrefix(agency: string): string {
    return `${this.prefix}.to.${agency}.`;
  }

  /** Whether this hub made the topic for that agency, in whichever direction. */
  isOf(agency: string, topic: string): boolean {
    return topic.startsWith(this.outboundPrefix(agency)) || topic === this.inbound(agency);
  }

  /** The agency to which an inbound topic belongs, or null when it is no inbound topic of this hub. */
  agencyOfInbound(topic: string): string | null {
    const start = `${this.prefix}.from.`;
    if (!topic.startsWith(start)) return null;
    const agency = topic.slice(start.length);
    return agency !== '' && !agency.includes('.') ? agency : null;
  }

  /** The agency to which an outbound topic belongs, or null when it is no outbound topic of this hub. */
  agencyOfOutbound(topic: string): string | null {
    const start = `${this.prefix}.to.`;
    const [agency, stream] = topic.startsWith(start) ? topic.slice(start.length).split('.', 2) : [];
    return agency && stream ? agency : null;
  }

  /** Every topic of one agency: its streams, recalls, rejections, approvals, what concerns its data-protection officer, and the way in. */
  plansFor(agency: string, streams: readonly StreamTopic[]): TopicPlan[] {
    return [
      ...streams.map(({ name, compacted }) => ({ topic: this.outbound(agency, name), settings: compacted ? COMPACTED : KEPT })),
      { topic: this.recalls(agency), settings: KEPT },
      { topic: this.rejections(agency), settings: KEPT },
      { topic: this.approvals(agency), settings: KEPT },
      { topic: this.protection(agency), settings: KEPT },
      { topic: this.inbound(agency), settings: INBOUND },
    ];
  }
}

/** Who writes to a topic cannot say that it was long ago: retention and the reconciler go by when it came. */
const BY_BROKERS_CLOCK = { 'message.timestamp.type': 'LogAppendTime' };

/** A tombstone must outlive the longest absence that a recipient may be expected to have: a week. */
const COMPACTED = {
  'cleanup.policy': 'compact,delete',
  'retention.ms': String(OUTBOUND_RETENTION),
  'delete.retention.ms': String(7 * DAY),
  'max.message.bytes': MESSAGE_BYTES,
  ...BY_BROKERS_CLOCK,
};
const KEPT = { 'cleanup.policy': 'delete', 'retention.ms': String(OUTBOUND_RETENTION), 'max.message.bytes': MESSAGE_BYTES, ...BY_BROKERS_CLOCK };
const INBOUND = {
  'cleanup.policy': 'delete',
  'retention.ms': String(INBOUND_RETENTION),
  'max.message.bytes': MESSAGE_BYTES,
};
