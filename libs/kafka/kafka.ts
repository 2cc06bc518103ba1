import { Kafka as Client, logLevel, type logCreator } from 'kafkajs';
import { EventConsumer, type ConsumerPlan } from './event-consumer.js';
import { EventProducer } from './event-producer.js';
import { KafkaAdmin } from './kafka-admin.js';
import type { KafkaLog } from './kafka-log.js';
import { Topics } from './model/topics.js';
import { AgencyUsers, type UserSettings } from './agency-users.js';

export interface KafkaSettings {
  readonly brokers: readonly string[];
  /** SCRAM-SHA-512 login; without a username the connection is not authenticated. */
  readonly username?: string | null;
  readonly password?: string | null;
  readonly tls?: boolean;
  readonly clientId?: string;
  readonly topicPrefix?: string;
  readonly log?: KafkaLog;
}

interface Closable {
  close(): Promise<void>;
}

/** The broker as the hub uses it. Closes whatever it gave out. */
export class Kafka {
  readonly topics: Topics;
  readonly #client: Client;
  readonly #log: KafkaLog;
  readonly #given: Closable[] = [];

  private constructor(private readonly settings: KafkaSettings) {
    this.topics = new Topics(settings.topicPrefix);
    this.#log = settings.log ?? (() => undefined);
    this.#client = clientFor(settings, this.#log);
  }

  /** Null when no broker is configured: the hub then runs on the pull feed. Opens no connection yet. */
  static from(settings: KafkaSettings): Kafka | null {
    return settings.brokers.length ? new Kafka(settings) : null;
  }

  admin(): KafkaAdmin {
    return this.#give(new KafkaAdmin(this.#client, this.topics));
  }

  /** The agencies as users of the broker. */
  users(settings: UserSettings): AgencyUsers {
    return new AgencyUsers(this.settings, settings);
  }

  producer(): EventProducer {
    return this.#give(new EventProducer(this.#client, this.#log));
  }

  consumer(plan: ConsumerPlan): EventConsumer {
    return this.#give(new EventConsumer(this.#client, plan, this.#log));
  }

  async close(): Promise<void> {
    await Promise.all(this.#given.splice(0).map((given) => given.close()));
  }

  #give<Given extends Closable>(given: Given): Given {
    this.#given.push(given);
    return given;
  }
}

function clientFor(settings: KafkaSettings, log: KafkaLog): Client {
  const { username, password } = settings;
  return new Client({
    clientId: settings.clientId ?? 'amanat-hub',
    brokers: [...settings.brokers],
    ssl: settings.tls ?? false,
    ...(username ? { sasl: { mechanism: 'scram-sha-512' as const, username, password: password ?? '' } } : {}),
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 6 },
    logLevel: logLevel.ERROR,
    logCreator: logTo(log),
  });
}

/** The client's own lines, cut to what cannot hold a value: its area and its message's first words. */
function logTo(log: KafkaLog): logCreator {
  return () => ({ namespace, log: { message } }) => {
    log('warn', 'kafka-client', { area: namespace, message: message.slice(0, 200) });
  };
}
