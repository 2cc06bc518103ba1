import type { Service } from '../service.mjs';

export interface RunningKafka extends Service {
  /** `host:port`, for clients with SASL_PLAINTEXT and SCRAM-SHA-512. */
  readonly brokers: string;
}

export function startKafka(
  folder: string,
  users: Readonly<Record<string, string>>,
  options: { jars: string; quick?: boolean },
): Promise<RunningKafka>;
