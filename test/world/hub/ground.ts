import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { brokerLogin, freshTopicPrefix, jobsUrlOf, watchUrlOf } from '../../services/index.js';
import { worldDatabase } from '../template.js';

/** What a hub stands on and what outlives it: several processes, or one after another, may share it. */
export interface Ground {
  /** The owner's URL of the database. */
  readonly databaseUrl: string;
  readonly topicPrefix: string;
  /** The settings that all processes on this ground have in common. */
  readonly environment: Readonly<Record<string, string>>;
  /** Rows seen past row-level security, as the server's superuser. */
  rows<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** A fresh database with the demonstration's participants, keys of its own and, with a broker, topics of its own. */
export async function newGround(kafka: boolean): Promise<Ground> {
  const { url, sessionUrl, keysUrl, adminUrl, drop } = await worldDatabase();
  const home = mkdtempSync(join(tmpdir(), 'amanat-hub-'));
  const topicPrefix = freshTopicPrefix();
  const admin = new pg.Pool({ connectionString: adminUrl, max: 3 });
  admin.on('error', () => undefined);
  return {
    databaseUrl: url, topicPrefix,
    environment: {
      DATABASE_URL: sessionUrl, DATABASE_JOBS_URL: jobsUrlOf(url), DATABASE_WATCH_URL: watchUrlOf(url), DATABASE_OWNER_URL: url, KEYS_DATABASE_URL: keysUrl, AMANAT_HOME: home, AMANAT_TOPIC_PREFIX: topicPrefix,
      AMANAT_MASTER_KEY: randomBytes(32).toString('base64'), AMANAT_INTERNAL_KEY: randomBytes(32).toString('base64'),
      ...(kafka ? brokerSettings() : {}),
    },
    rows: async <Row>(text: string, values: readonly unknown[] = []) => (await admin.query(text, [...values])).rows as Row[],
    drop: async () => {
      await admin.end();
      await drop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function brokerSettings(): Record<string, string> {
  const { brokers, username, password } = brokerLogin('hub');
  return { KAFKA_BROKERS: brokers.join(','), KAFKA_USERNAME: username, KAFKA_PASSWORD: password };
}
