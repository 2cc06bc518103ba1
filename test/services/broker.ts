import { randomBytes } from 'node:crypto';
import { running } from './running.js';

export interface BrokerLogin {
  readonly brokers: readonly string[];
  readonly username: string;
  readonly password: string;
}

/** How `user` (`hub` or an agency's code) logs in to the run's broker. */
export function brokerLogin(user: string): BrokerLogin {
  const { brokers, users } = running();
  const password = users[user];
  if (!password) throw new Error(`the broker has no user ${user}`);
  return { brokers: brokers.split(','), username: user, password };
}

/** Address and jars of the run's broker, for tests that start processes of their own. */
export function broker(): { readonly brokers: string; readonly users: Readonly<Record<string, string>>; readonly jars: string } {
  const { brokers, users, jars } = running();
  return { brokers, users, jars };
}

/** Keeps the topics, groups and permissions of one test file apart from all others'. */
export function freshTopicPrefix(): string {
  return `t${randomBytes(5).toString('hex')}`;
}
