import { setTimeout as pause } from 'node:timers/promises';
import kafkajs, { type Admin, type Kafka as Client } from 'kafkajs';
import { EVERY_GRANT, grantsOf, holderOf, keyOf, type Grant } from './grants.js';
import { reasonOf } from './model/broker-error.js';
import type { AgencyTopics, StreamTopic, TopicPlan, Topics } from './model/topics.js';

const NOT_YET = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE']);
/** Milliseconds. */
const MADE_WITHIN = 10_000;

/** Brings the broker to the state that the directory describes. Every call may be repeated. */
export class KafkaAdmin {
  #admin: Promise<Admin> | null = null;
  /** Topics that this process has seen right, with their settings. */
  readonly #made = new Map<string, string>();

  constructor(private readonly client: Client, private readonly topics: Topics) {}

  /** Creates what is missing, with the broker's own partition count, and corrects settings that differ. */
  async ensureTopics(plans: readonly TopicPlan[]): Promise<void> {
    if (plans.length === 0) return;
    const admin = await this.#connected();
    const there = new Set(await admin.listTopics());
    const missing = plans.filter(({ topic }) => !there.has(topic));
    if (missing.length) {
      await admin.createTopics({ waitForLeaders: false, topics: missing.map(({ topic, settings }) => ({ topic, configEntries: entriesOf(settings) })) });
      await led(admin, missing.map(({ topic }) => topic));
    }
    await this.#correct(admin, plans.filter(({ topic }) => there.has(topic)));
  }

  /**
   * Brings topics and rights to what is said of all agencies: `served` have their topics and what
   * `grantsOf` names; `barred`, and those that this hub once served and that are no longer named, have
   * nothing on this hub's topics. Topics stay. What narrows comes first and does not depend on the rest.
   */
  async align(served: readonly AgencyTopics[], barred: readonly string[] = []): Promise<void> {
    const wanted = served.flatMap((agency) => grantsOf(agency, this.topics));
    const named = new Set([...served.map(({ agency }) => agency), ...barred]);
    const held = await this.#held();
    await this.#takeBack(held, wanted, (holder, topic) => named.has(holder) || this.topics.isOf(holder, topic));
    const plans = served.flatMap(({ agency, streams }) => this.topics.plansFor(agency, streams));
    await this.ensureTopics(plans.filter((plan) => this.#made.get(plan.topic) !== JSON.stringify(plan.settings)));
    for (const plan of plans) this.#made.set(plan.topic, JSON.stringify(plan.settings));
    await this.#give(held, wanted);
  }

  /** As `align`, for one agency: the others keep what they have. */
  async ensureAgency(agency: string, streams: readonly StreamTopic[]): Promise<void> {
    await this.#alone(agency, grantsOf({ agency, streams }, this.topics), this.topics.plansFor(agency, streams));
  }

  /** Takes back every right of one agency on this hub's topics; the topics stay. */
  async revokeAgency(agency: string): Promise<void> {
    await this.#alone(agency, [], []);
  }

  /** Next offset of each partition, as decimal text. */
  async endOffsets(topic: string): Promise<{ partition: number; offset: string }[]> {
    const offsets = await (await this.#connected()).fetchTopicOffsets(topic);
    return offsets.map(({ partition, high }) => ({ partition, offset: high }));
  }

  /** Names of this hub's topics. */
  async list(): Promise<string[]> {
    const all = await (await this.#connected()).listTopics();
    return all.filter((topic) => topic.startsWith(`${this.topics.prefix}.`)).sort();
  }

  async deleteTopics(topics: readonly string[]): Promise<void> {
    for (const topic of topics) this.#made.delete(topic);
    if (topics.length) await (await this.#connected()).deleteTopics({ topics: [...topics] });
  }

  async close(): Promise<void> {
    const admin = this.#admin;
    this.#admin = null;
    await (await admin)?.disconnect();
  }

  async #connected(): Promise<Admin> {
    this.#admin ??= (async () => {
      const admin = this.client.admin();
      await admin.connect();
      return admin;
    })();
    this.#admin.catch(() => { this.#admin = null; });
    return this.#admin;
  }

  async #correct(admin: Admin, plans: readonly TopicPlan[]): Promise<void> {
    if (plans.length === 0) return;
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: plans.map(({ topic, settings }) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configNames: Object.keys(settings) })),
    });
    const differing = plans.filter(({ topic, settings }) => {
      const entries = resources.find(({ resourceName }) => resourceName === topic)?.configEntries ?? [];
      return Object.entries(settings).some(([name, value]) => entries.find(({ configName }) => configName === name)?.configValue !== value);
    });
    if (differing.length === 0) return;
    await admin.alterConfigs({
      validateOnly: false,
      resources: differing.map(({ topic, settings }) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configEntries: entriesOf(settings) })),
    });
  }

  async #alone(agency: string, wanted: readonly Grant[], plans: readonly TopicPlan[]): Promise<void> {
    const held = await this.#held();
    await this.#takeBack(held, wanted, (holder) => holder === agency);
    await this.ensureTopics(plans);
    await this.#give(held, wanted);
  }

  async #held(): Promise<Grant[]> {
    const { resources } = await (await this.#connected()).describeAcls(EVERY_GRANT);
    return resources.flatMap(({ acls, ...resource }) => acls.map((acl) => ({ ...resource, ...acl })));
  }

  /** Only on this hub's topics: another hub may share the broker under another prefix, and its grants are its own. */
  async #takeBack(held: readonly Grant[], wanted: readonly Grant[], concerns: (holder: string, topic: string) => boolean): Promise<void> {
    const kept = new Set(wanted.map(keyOf));
    const stale = held.filter((grant) => {
      const holder = holderOf(grant);
      return holder !== null && grant.resourceName.startsWith(`${this.topics.prefix}.`) && concerns(holder, grant.resourceName) && !kept.has(keyOf(grant));
    });
    if (stale.length) await (await this.#connected()).deleteAcls({ filters: stale });
  }

  async #give(held: readonly Grant[], wanted: readonly Grant[]): Promise<void> {
    const missing = lacking(held, wanted);
    if (missing.length === 0) return;
    await (await this.#connected()).createAcls({ acl: missing.map((grant) => ({ ...grant })) });
    // The broker confirms a right when its log has it, and honours it when its authorizer has read the log.
    for (const end = performance.now() + MADE_WITHIN; lacking(await this.#held(), missing).length > 0 && performance.now() < end;) await pause(20);
  }
}

function lacking(held: readonly Grant[], wanted: readonly Grant[]): Grant[] {
  const there = new Set(held.map(keyOf));
  return wanted.filter((grant) => !there.has(keyOf(grant)));
}

/** Until every topic has a leader. kafkajs's own wait gives up when the broker has not yet heard of a topic that it made. */
async function led(admin: Admin, topics: readonly string[]): Promise<void> {
  for (const end = performance.now() + MADE_WITHIN; ;) {
    try {
      await admin.fetchTopicMetadata({ topics: [...topics] });
      return;
    } catch (error) {
      if (!NOT_YET.has(reasonOf(error)) || performance.now() > end) throw error;
    }
    await pause(50);
  }
}

function entriesOf(settings: Readonly<Record<string, string>>) {
  return Object.entries(settings).map(([name, value]) => ({ name, value }));
}
