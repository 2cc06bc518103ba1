import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BrokerLine, type BrokerLogin } from './broker-line.js';
import { alterClientQuotas, type TopicQuota } from './client-quotas.js';
import { alterScramUsers } from './scram-users.js';

export interface UserSettings {
  /**
   * Where the agencies' broker passwords lie, `{ user: password }`: completed here with a random one for
   * each new agency. Null: who may log in is the broker's own business (mutual TLS, its own tool).
   */
  readonly file: string | null;
  readonly quota: TopicQuota;
}

type Passwords = Readonly<Record<string, string>>;

/**
 * The agencies as users of the broker: a login and a quota for each that is served, no login for any
 * other that this hub once made one for. Every call may be repeated; what stands already costs nothing.
 */
export class AgencyUsers {
  readonly #written = new Set<string>();
  readonly #removed = new Set<string>();
  readonly #limited = new Set<string>();

  constructor(private readonly login: BrokerLogin, private readonly settings: UserSettings) {}

  /** @param agencies those that may log in */
  async align(agencies: readonly string[]): Promise<void> {
    const passwords = this.settings.file ? await this.#passwords(this.settings.file, agencies) : {};
    const served = new Set(agencies);
    const writing = agencies.filter((agency) => passwords[agency] !== undefined && !this.#written.has(agency));
    const removing = Object.keys(passwords).filter((user) => !served.has(user) && !this.#removed.has(user) && !this.#isOwn(user));
    const limiting = agencies.filter((agency) => !this.#limited.has(agency));
    if (writing.length + removing.length + limiting.length === 0) return;
    const line = await BrokerLine.open(this.login);
    try {
      if (writing.length + removing.length) {
        await line.ask(alterScramUsers(new Map(writing.map((agency) => [agency, passwords[agency]!])), removing));
      }
      if (limiting.length) await line.ask(alterClientQuotas(limiting, this.settings.quota));
    } finally {
      await line.close();
    }
    this.#remember(writing, removing, limiting);
  }

  #remember(writing: readonly string[], removing: readonly string[], limiting: readonly string[]): void {
    for (const agency of writing) (this.#written.add(agency), this.#removed.delete(agency));
    for (const user of removing) (this.#removed.add(user), this.#written.delete(user));
    for (const agency of limiting) this.#limited.add(agency);
  }

  /** The hub's own login and the broker's stand in the same file on one machine; they are nobody's to take away. */
  #isOwn(user: string): boolean {
    return user === this.login.username || user === 'node';
  }

  async #passwords(file: string, agencies: readonly string[]): Promise<Passwords> {
    const known = await readPasswords(file);
    const missing = agencies.filter((agency) => known[agency] === undefined);
    if (missing.length === 0) return known;
    const passwords = { ...known, ...Object.fromEntries(missing.map((agency) => [agency, randomBytes(18).toString('base64url')])) };
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(`${file}.${process.pid}`, `${JSON.stringify(passwords, null, 2)}\n`, { mode: 0o600 });
    await rename(`${file}.${process.pid}`, file);
    return passwords;
  }
}

async function readPasswords(file: string): Promise<Passwords> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Passwords;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
