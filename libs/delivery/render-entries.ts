import type { Disclosed, Disclosure } from '#libs/disclosure';
import type { Caller } from '#libs/kernel';
import { eventOf, isNotice, noticeOf, type Entry, type RecipientEvent } from './model/event.js';

/** Entries of one stream in order, and for whom they are rendered. */
export interface Addressed {
  readonly entries: readonly Entry[];
  /** For records: the standing subscription. */
  subscriber(): Caller;
  /** For notices: the agency itself. */
  told(): Caller;
}

/** What each recipient may know of its entries at this moment, in their order. Records of all of them are rendered in one statement. */
export async function renderEntries(disclosure: Disclosure, all: readonly Addressed[]): Promise<Disclosed<RecipientEvent>[][]> {
  const parts = all.map((one) => ({ ...one, records: one.entries.filter((entry) => !isNotice(entry)), notices: one.entries.filter(isNotice) }));
  const withRecords = parts.filter(({ records, notices }) => records.length > 0 || notices.length === 0);
  const views = withRecords.length === 0 ? [] : await disclosure.renderEach(withRecords.map(({ subscriber, records }) => ({
    caller: subscriber(), asked: records.map((entry) => ({ id: entry.record_id, kind: entry.kind, version: entry.version, entry: entry.id })),
  })));
  const events = new Map<Entry, Disclosed<RecipientEvent>>();
  for (const [which, { records }] of withRecords.entries()) for (const [place, entry] of records.entries()) events.set(entry, eventOf(entry, views[which]![place]!));
  for (const { told, notices } of parts.filter((part) => part.notices.length > 0)) {
    const said = await disclosure.notices(told(), notices.map(({ id }) => id));
    for (const [place, entry] of notices.entries()) events.set(entry, noticeOf(entry, said[place]!));
  }
  return all.map(({ entries }) => entries.map((entry) => events.get(entry)!));
}
