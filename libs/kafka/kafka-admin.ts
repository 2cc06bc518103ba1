import kafkajs, { type Admin, type Kafka as Client } from 'kafkajs';
import { everyGrantOf, grantsOf, isSame, type Grant } from './grants.js';
import type { StreamTopic, TopicPlan, Topics } from './topics.js';

/** Brings the broker to the state that the directory describes. Every call may be repeated. */
export class KafkaAdmin {
  #admin: Promise<Admin> | null = null;

  constructor(private readonly client: Client, private readonly topics: Topics) {}

  /** Creates what is missing, with the broker's own partition count, and corrects settings that differ. */
  async ensureTopics(plans: readonly TopicPlan[]): Promise<void> {
    const admin = await this.#connected();
    const there = new Set(await admin.listTopics());
    const missing = plans.filter(({ topic }) => !there.has(topic));
    if (missing.length) {
      await admin.createTopics({ waitForLeaders: true, topics: missing.map(({ topic, settings }) => ({ topic, configEntries: entriesOf(settings) })) });
    }
    await this.#correct(admin, plans.filter(({ topic }) => there.has(topic)));
  }

  /**
   * An agency's topics and what its user may do: read and describe its own outbound topics, read in its
   * group prefix, write to its inbound topic. Whatever else it was granted on this hub's topics is taken back.
   */
  async ensureAgency(agency: string, streams: readonly StreamTopic[]): Promise<void> {
    await this.ensureTopics(this.topics.plansFor(agency, streams));
    await this.#grant(agency, grantsOf(agency, this.topics));
  }

  /** Takes back every right on this hub's topics; the topics stay. */
  async revokeAgency(agency: string): Promise<void> {
    await this.#grant(agency, []);
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

  async #grant(agency: string, wanted: readonly Grant[]): Promise<void> {
    const admin = await this.#connected();
    const { resources } = await admin.describeAcls(everyGrantOf(agency));
    const held = resources.flatMap(({ acls, ...resource }) => acls.map((acl) => ({ ...resource, ...acl })));
    const missing = wanted.filter((grant) => !held.some((one) => isSame(one, grant)));
    // Only this hub's topics: another hub may share the broker under another prefix, and its grants are its own.
    const ours = held.filter(({ resourceName }) => resourceName.startsWith(`${this.topics.prefix}.`));
    const stale = ours.filter((one) => !wanted.some((grant) => isSame(one, grant)));
    if (missing.length) await admin.createAcls({ acl: missing.map((grant) => ({ ...grant })) });
    if (stale.length) await admin.deleteAcls({ filters: stale });
  }
}

function entriesOf(settings: Readonly<Record<string, string>>) {
  return Object.entries(settings).map(([name, value]) => ({ name, value }));
}
