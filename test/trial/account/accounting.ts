import type pg from 'pg';
import { Kafka } from '#libs/kafka';
import type { HandedIn } from '../hand-in.js';
import { Account, type Observed } from '../reading/observed.js';
import type { Reader } from '../reading/reader.js';
import { say, type Services } from '../services.js';
import { classes, delivered, equal, rowsIn, type Equality } from './equalities.js';
import { expectedOf, type Expected } from './expected.js';
import { flawsIn } from './wholeness.js';

/** One stream as it came out, for the table. */
export interface StreamAccount {
  readonly agency: string;
  readonly stream: string;
  readonly entries: number;
  readonly messages: number;
  readonly events: number;
  readonly shown: Readonly<Record<string, number>>;
}

export interface Accounted {
  readonly equalities: readonly Equality[];
  readonly streams: readonly StreamAccount[];
}

const NOTHING: Omit<Expected, 'agency' | 'stream'> = { events: 0, visible: {}, shown: {} };

/** Counts everything, on both sides of the broker, and says what is equal. */
export class Accounting {
  constructor(private readonly services: Services, private readonly admin: pg.Client, private readonly reader: Reader) {}

  async all(handedIn: readonly HandedIn[]): Promise<Accounted> {
    say('working out what every agency must have received …');
    const expected = await expectedOf(this.admin);
    const wholeness = Object.entries(await flawsIn(this.admin)).map(([question, flaws]) => equal(question, { none: 0, found: flaws }));
    const rows = await this.#rows(handedIn);
    const streams: StreamAccount[] = [];
    const equalities = [...rows, ...wholeness];
    for (const agency of await this.#agencies()) {
      say(`reading the topics of ${agency} with ${this.reader.name} …`);
      const found = await this.#agency(agency, expected);
      streams.push(...found.streams);
      equalities.push(...found.equalities);
    }
    return { equalities, streams };
  }

  async #rows(handedIn: readonly HandedIn[]): Promise<Equality[]> {
    const { rows } = await this.admin.query<{ originator: string; records: number }>('select originator, count(*)::int as records from records.record group by 1');
    const kept = new Map(rows.map(({ originator, records }) => [originator, records]));
    return handedIn.flatMap((share) => rowsIn(share, share.toRow - share.fromRow + 1, kept.get(share.agency) ?? 0));
  }

  async #agencies(): Promise<string[]> {
    return (await this.admin.query<{ code: string }>('select code from directory.agency order by code')).rows.map(({ code }) => code);
  }

  async #agency(agency: string, expected: readonly Expected[]): Promise<Accounted> {
    const { rows } = await this.admin.query<{ name: string }>('select name from directory.stream where agency = $1 order by name', [agency]);
    const names = rows.map(({ name }) => name);
    const topics = [...names, 'recalls', 'rejections', 'protection'].map((name) => `amanat.to.${agency}.${name}`);
    const account = new Account();
    const { broker, folder } = this.services;
    await this.reader.read({ brokers: broker.brokers, username: agency, password: broker.users[agency]! }, topics, folder, (message) => account.take(message));
    const ends = await this.#ends(topics);
    const equalities: Equality[] = [];
    const streams: StreamAccount[] = [];
    for (const name of names) {
      const topic = `amanat.to.${agency}.${name}`;
      const seen = account.topics.get(topic) ?? emptyOne();
      const must = { ...NOTHING, ...expected.find((one) => one.agency === agency && one.stream === name) } as Expected;
      const entries = await this.#entries(agency, name);
      equalities.push(...delivered(`${agency}/${name}`, entries, ends.get(topic)!, seen), ...classes(`${agency}/${name}`, must, seen));
      streams.push({ agency, stream: name, entries: entries.size, messages: seen.messages, events: seen.ids.size, shown: Object.fromEntries(seen.shown) });
    }
    equalities.push(...this.#noOther(agency, account));
    return { equalities, streams };
  }

  /** Nothing was withdrawn and nothing came in by topic, so these stay empty. */
  #noOther(agency: string, account: Account): Equality[] {
    return ['recalls', 'rejections', 'protection'].map((name) => equal(`${agency}/${name} is empty`, { none: 0, messages: account.topics.get(`amanat.to.${agency}.${name}`)?.messages ?? 0 }));
  }

  async #entries(agency: string, stream: string): Promise<Set<string>> {
    const { rows } = await this.admin.query<{ id: string }>('select id from delivery.entry where agency = $1 and stream = $2', [agency, stream]);
    return new Set(rows.map(({ id }) => id));
  }

  /** Messages on each topic, as the broker counts them. */
  async #ends(topics: readonly string[]): Promise<Map<string, number>> {
    const { broker } = this.services;
    const kafka = Kafka.from({ brokers: [broker.brokers], username: 'hub', password: broker.users['hub']! })!;
    try {
      const admin = kafka.admin();
      const ends = new Map<string, number>();
      for (const topic of topics) ends.set(topic, (await admin.endOffsets(topic)).reduce((sum, { offset }) => sum + Number(offset), 0));
      return ends;
    } finally {
      await kafka.close();
    }
  }
}

const emptyOne = (): Observed => ({
  messages: 0, ids: new Set(), tombstones: 0, shown: new Map(), withheld: new Map(), outOfOrder: 0, last: new Map(), inconsistent: 0,
});
