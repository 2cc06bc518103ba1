import { isDeepStrictEqual } from 'node:util';
import type { Client } from 'pg';
import { Relay } from '#libs/delivery';
import { systemIds } from '#libs/kernel';
import { Topics, type TopicMessages } from '#libs/kafka';
import { SubmitRecord } from '#libs/records';
import type { House } from '../../../../apps/assembly/house.js';
import { compared, median, rounded, type Figure } from '../../measure/figure.js';
import { usedBy, type Used } from '../../measure/used-time.js';
import { say } from '../../measure/say.js';
import { callerOf } from '../../world/callers.js';
import { asAdmin, urlOf, withFreshDatabase } from '../../world/databases.js';
import { openHub } from '../../world/hub.js';
import type { Bench, Options, Services } from '../bench.js';
import { addressedCase, oneOfEach, participants, RECIPIENTS, recipients, SENDER } from './recipients.js';

const TARGET = 4;
/** Records handed in before the relay looks: many at once, as under load, or each by itself. */
const WAYS = [{ name: 'delivered 60 at a time', records: 60, atOnce: 60 }, { name: 'delivered one by one', records: 30, atOnce: 1 }];

export const fanout: Bench = {
  about: `Processor time of hub and PostgreSQL for a case handed in and delivered to ${RECIPIENTS} recipients with three masks, against one recipient.`,
  async run(services: Services, options: Options): Promise<Figure[]> {
    const cluster = await services.postgres();
    return withFreshDatabase(cluster, async (name) => {
      const house = await openHub(urlOf(cluster.url, name), { participants: participants() });
      try {
        return await asAdmin(cluster, name, (admin) => measure(new Exit(house), admin, options));
      } finally {
        await house.close();
      }
    });
  },
};

/** The hub's whole work on a delivery but for the broker's client: rules, slices, commit, rendering, ledger line, the message's bytes. */
class Exit {
  readonly #submit: SubmitRecord;
  readonly #relay: Relay;
  #count = 0;
  /** Messages since last taken, by topic. */
  #sent = new Map<string, { readonly value: unknown }[]>();

  constructor(house: House) {
    this.#submit = new SubmitRecord(house.keeping);
    const outlet = { topics: new Topics(), producer: { sendAll: async (batches: readonly TopicMessages[]) => this.#take(batches) } };
    this.#relay = new Relay(house.database, house.disclosure, house.directory, outlet);
  }

  /** Cases from number `first` on, each for those whom `to` names, until the last message was made. */
  async deliver(first: number, records: number, to: (index: number) => readonly string[]): Promise<void> {
    let expected = this.#count;
    for (let index = first; index < first + records; index++) {
      await this.#submit.run(callerOf(SENDER), { kind: 'case', document: addressedCase(index, to(index)), idempotencyKey: systemIds.next() });
      expected += to(index).length;
    }
    while (this.#count < expected) await this.#relay.pass();
  }

  taken(): ReadonlyMap<string, readonly { readonly value: unknown }[]> {
    const sent = this.#sent;
    this.#sent = new Map();
    return sent;
  }

  #take(batches: readonly TopicMessages[]): void {
    for (const { topic, messages } of batches) {
      if (messages.length === 0) continue;
      this.#sent.set(topic, [...(this.#sent.get(topic) ?? []), ...messages]);
      this.#count += messages.length;
    }
  }
}

const toAll = () => recipients;
/** One recipient, of each sort in turn, so that what is rendered is on average what the many get. */
const toOne = (index: number) => [oneOfEach[index % oneOfEach.length]!];

async function measure(exit: Exit, admin: Client, options: Options): Promise<Figure[]> {
  await checkMessages(exit);
  await exit.deliver(1_000, 300, toAll);
  await exit.deliver(1_000, 300, toOne);
  await admin.query('vacuum (analyze)');
  const figures: Figure[] = [];
  for (const way of WAYS) {
    say(`measuring cases ${way.name}`);
    figures.push(await compareWays(exit, admin, way, options.rounds));
  }
  return figures;
}

async function compareWays(exit: Exit, admin: Client, { name, records, atOnce }: typeof WAYS[number], rounds: number): Promise<Figure> {
  const series = { all: [] as Used[], one: [] as Used[] };
  const times = async (round: number, to: (index: number) => readonly string[]) => {
    const used = await usedBy(admin, async () => {
      for (let done = 0; done < records; done += atOnce) await exit.deliver(10_000 + round * records + done, atOnce, to);
    });
    exit.taken();
    return { hub: used.hub / records, postgres: used.postgres / records };
  };
  for (let round = 0; round < rounds; round++) {
    series.all.push(await times(round, toAll));
    series.one.push(await times(round, toOne));
  }
  const whole = (all: readonly Used[]) => all.map(({ hub, postgres }) => hub + postgres);
  const per = (all: readonly Used[], who: keyof Used) => rounded(median(all.map((used) => used[who])));
  return {
    bench: 'fanout', yardstick: `one recipient, ${name}`, ...compared(whole(series.all), whole(series.one)), of: 'time', target: TARGET, recipients: RECIPIENTS,
    hubMs: per(series.all, 'hub'), postgresMs: per(series.all, 'postgres'), yardstickHubMs: per(series.one, 'hub'), yardstickPostgresMs: per(series.one, 'postgres'),
  };
}

/** Everyone gets every case, in three forms, and who gets it alone gets it in the same form. */
async function checkMessages(exit: Exit): Promise<void> {
  const cases = [0, 1, 2];
  await exit.deliver(0, cases.length, toAll);
  const forms = formsOf(exit.taken());
  if (forms.size !== RECIPIENTS || [...forms.values()].some((form) => form.length !== cases.length)) throw new Error('somebody was not sent what was addressed to all');
  if (new Set([...forms.values()].map((form) => JSON.stringify(form))).size !== oneOfEach.length) throw new Error('there should be three masks');
  for (const [place, agency] of oneOfEach.entries()) {
    await exit.deliver(0, cases.length, () => [agency]);
    if (!isDeepStrictEqual(formsOf(exit.taken()), new Map([[agency, forms.get(agency)]]))) throw new Error(`sort ${place} gets something else alone than with others`);
  }
}

/** What each agency was sent, without what no two records share. */
function formsOf(sent: ReadonlyMap<string, readonly { readonly value: unknown }[]>): Map<string, unknown[]> {
  return new Map([...sent].map(([topic, messages]) => [topic.split('.')[2]!, messages.map(({ value }) => {
    const { id, asOf, ...form } = JSON.parse(String(value)) as Record<string, unknown>;
    return form;
  })]));
}
