import Broker from 'kafkajs/src/broker/index.js';
import { createLogger } from 'kafkajs/src/loggers/index.js';
import ConnectionPool from 'kafkajs/src/network/connectionPool.js';
import socketFactory from 'kafkajs/src/network/socketFactory.js';
import Decoder from 'kafkajs/src/protocol/decoder.js';
import { createErrorFromCode } from 'kafkajs/src/protocol/error.js';
import type Encoder from 'kafkajs/src/protocol/encoder.js';

/** How one logs in at a broker. Without a username the connection is not authenticated. */
export interface BrokerLogin {
  readonly brokers: readonly string[];
  readonly username?: string | null;
  readonly password?: string | null;
  readonly tls?: boolean;
}

/** One request of Kafka's protocol: its key and version, its fields, and how its answer is read. */
export interface LineRequest<Answer> {
  readonly key: number;
  readonly version: number;
  readonly name: string;
  readonly body: () => Encoder;
  /** Throws the broker's error, with its name as `type`. */
  readonly read: (answer: Decoder) => Answer;
}

const PATIENCE = 5_000;

/** One connection to one broker of the cluster, for requests that kafkajs has no call for. */
export class BrokerLine {
  private constructor(private readonly broker: Broker) {}

  /** The first broker that answers. Throws the last one's error when none does. */
  static async open(login: BrokerLogin): Promise<BrokerLine> {
    let failure: unknown = new Error('no broker is configured');
    for (const address of login.brokers) {
      const broker = brokerAt(address, login);
      try {
        await broker.connect();
        return new BrokerLine(broker);
      } catch (error) {
        failure = error;
        await broker.disconnect().catch(() => undefined);
      }
    }
    throw failure;
  }

  ask<Answer>(request: LineRequest<Answer>): Promise<Answer> {
    return askOf(this.broker, request);
  }

  async close(): Promise<void> {
    await this.broker.disconnect();
  }
}

/** One request to a broker that is connected. */
export async function askOf<Answer>(broker: Broker, { key, version, name, body, read }: LineRequest<Answer>): Promise<Answer> {
  // kafkajs looks for its own fields in what was read, so that is an object.
  const { answer } = await broker.connectionPool.send({
    request: { apiKey: key, apiVersion: version, apiName: name, encode: async () => body() },
    response: { decode: async (bytes) => ({ answer: read(new Decoder(bytes)) }), parse: async (whole) => whole },
  }) as { answer: Answer };
  return answer;
}

/** kafkajs's own picture of one broker: every request it knows, straight to it and without its retries. */
export function brokerAt(address: string, { username, password, tls }: BrokerLogin): Broker {
  const [host = '', port = ''] = address.split(/:(?=\d+$)/u);
  const logger = createLogger({ level: 0, logCreator: () => () => undefined });
  const connectionPool = new ConnectionPool({
    host, port: Number(port), logger, clientId: 'amanat-hub', socketFactory: socketFactory(), ssl: tls ? {} : null,
    sasl: username ? { mechanism: 'scram-sha-512', username, password: password ?? '' } : null,
    connectionTimeout: PATIENCE, requestTimeout: PATIENCE,
  });
  return new Broker({ connectionPool, logger, allowAutoTopicCreation: false });
}

/** Throws the broker's error behind a code that is not 0. */
export function checked(code: number): void {
  if (code !== 0) throw createErrorFromCode(code);
}
