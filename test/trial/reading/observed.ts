import { ClassMap } from './class-map.js';
import type { Message } from './reader.js';

/** What arrived on one stream's topic. */
export interface Observed {
  messages: number;
  /** Ids of distinct events: at least once may mean twice. */
  readonly ids: Set<string>;
  tombstones: number;
  /** Distinct events that hold something of an open class, or name a sealed one as to be had. */
  readonly shown: Map<string, number>;
  /** Distinct events that say the class is withheld. */
  readonly withheld: Map<string, number>;
  /** Distinct events that came after a later version of their record. */
  outOfOrder: number;
  /** Records whose last message is not their latest version: what compaction would keep of them. */
  readonly last: Map<string, { latest: number; kept: number }>;
  /** Events whose headers and data do not say the same record. */
  inconsistent: number;
}

/** Keeps account of an agency's topics, message by message, without keeping the messages. */
export class Account {
  readonly #classes = new ClassMap();
  readonly topics = new Map<string, Observed>();

  take(message: Message): void {
    const topic = this.#topic(message.topic);
    topic.messages += 1;
    const id = message.headers['ce_id'] ?? '';
    const record = message.headers['ce_subject'] ?? message.key ?? '';
    const version = Number(message.headers['ce_recordversion'] ?? 0);
    const before = topic.last.get(record);
    topic.last.set(record, { latest: Math.max(before?.latest ?? 0, version), kept: version });
    if (topic.ids.has(id)) return;
    topic.ids.add(id);
    if (before && version < before.latest) topic.outOfOrder += 1;
    if (message.value === null) topic.tombstones += 1;
    else if (message.headers['ce_kind']) this.#event(topic, message, JSON.parse(message.value) as Record<string, unknown>);
  }

  #event(topic: Observed, { key, headers }: Message, data: Record<string, unknown>): void {
    const agree = data['id'] === key && key === headers['ce_subject'] && String(data['version']) === headers['ce_recordversion'];
    if (!agree) topic.inconsistent += 1;
    const shown = this.#classes.classesIn(headers['ce_kind']!, data);
    for (const code of [...shown, ...(data['sealed'] as string[])]) count(topic.shown, code);
    for (const code of data['withheld'] as string[]) count(topic.withheld, code);
  }

  #topic(name: string): Observed {
    const found = this.topics.get(name) ?? {
      messages: 0, ids: new Set(), tombstones: 0, shown: new Map(), withheld: new Map(), outOfOrder: 0, last: new Map(), inconsistent: 0,
    };
    this.topics.set(name, found);
    return found;
  }
}

function count(into: Map<string, number>, code: string): void {
  into.set(code, (into.get(code) ?? 0) + 1);
}
