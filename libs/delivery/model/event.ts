import { reshape, type Disclosed, type EventView, type NoticeView } from '#libs/disclosure';

/** A row of the recipient ledger: what is to be told, to whom, in which place of the stream. */
export interface Entry {
  readonly agency: string;
  readonly stream: string;
  readonly xid: string;
  readonly seq: string;
  readonly id: string;
  readonly type: string;
  readonly kind: string;
  readonly record_id: string;
  readonly version: number;
  /** The agency that acted, where it was not the record's originator. */
  readonly about: string | null;
  readonly at: Date;
}

/** CloudEvents 1.0 attributes; nothing personal may stand here, for headers are never encrypted. */
export interface EventAttributes {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly subject: string;
  readonly kind: string;
  readonly agency?: string;
  readonly recordversion?: string;
  readonly expirytime?: string;
  readonly dataschema?: string;
}

/** An event for one recipient. Without `data` it is a tombstone: the record is no longer the recipient's to hold. */
export interface RecipientEvent {
  readonly attributes: EventAttributes;
  readonly data: Readonly<Record<string, unknown>> | null;
}

export const HUB_SOURCE = 'urn:amanat:hub';
export const WITHDRAWN = 'record.withdrawn.v1';

/** What is told of a record's content; every other type is a notice, and holds none. */
const OF_RECORDS: readonly string[] = ['record.submitted.v1', 'record.amended.v1', WITHDRAWN, 'alert.acknowledged.v1'];

export function isNotice({ type }: Pick<Entry, 'type'>): boolean {
  return !OF_RECORDS.includes(type);
}

/** A notice says what it said when it was written: it holds nothing that could be withdrawn since. */
export function noticeOf(entry: Entry, disclosed: Disclosed<NoticeView>): Disclosed<RecipientEvent> {
  return reshape<NoticeView, RecipientEvent>(disclosed, (data) => ({
    attributes: { ...attributesOf(entry, entry.type), ...(entry.type.startsWith('recall.') ? { dataschema: 'urn:amanat:schema:recall:v1' } : {}) }, data,
  }));
}

/** Says of an entry what its recipient may know today. An older entry of a record withdrawn since is a tombstone too. */
export function eventOf(entry: Entry, disclosed: Disclosed<EventView | null>): Disclosed<RecipientEvent> {
  return reshape<EventView | null, RecipientEvent>(disclosed, (view) => view === null ? tombstone(entry) : {
    attributes: {
      ...attributesOf(entry, entry.type),
      recordversion: String(view.version),
      expirytime: view.eraseAt,
      dataschema: `urn:amanat:schema:${entry.kind}:v1`,
    },
    data: view.record,
  });
}

function tombstone(entry: Entry): RecipientEvent {
  return { attributes: attributesOf(entry, WITHDRAWN), data: null };
}

function attributesOf(entry: Entry, type: string) {
  return {
    specversion: '1.0' as const, id: entry.id, source: HUB_SOURCE, type,
    time: entry.at.toISOString(), subject: entry.record_id, kind: entry.kind,
    ...(entry.about === null ? {} : { agency: entry.about }),
  };
}

/** The event in structured JSON form, as feeds give it. */
export function structured(event: Disclosed<RecipientEvent>): Disclosed<Record<string, unknown>> {
  return reshape(event, ({ attributes, data }): Record<string, unknown> =>
    data === null ? { ...attributes } : { ...attributes, datacontenttype: 'application/json', data });
}
