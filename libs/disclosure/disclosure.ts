import { note, recorded } from '#libs/audit';
import { ALL_CLASSES, KINDS, SEALED_CLASSES, classesIn, maskOf, merge, purposeMask, type KindShape, type RecordClass, type Slice } from '#libs/contracts';
import type { Envelope, Keyring } from '#libs/keys';
import { Refusal, type Caller } from '#libs/kernel';
import { mostVisible } from '#libs/policy';
import type { Database, Statement, Tx } from '#libs/postgres';
import { callerFacts } from './caller-facts.js';
import { disclosed, type Disclosed } from './disclosed.js';
import { fromLots, keysIn, slicesAt, type Lot, type Place, type SealedSlice } from './lot.js';

/** A record as one caller may see it: withheld equals empty; `withheld` is what the mask lacks, whatever the record holds. */
export interface RecordView {
  readonly id: string;
  readonly kind: string;
  readonly version: number;
  readonly asOf: string;
  readonly originator: { readonly code: string };
  readonly withheld: readonly string[];
  readonly [field: string]: unknown;
}

export interface PageQuery {
  /** Facet name to value, all of which must hold. */
  readonly filter: Readonly<Record<string, string>>;
  /** Records older than this id; null for the newest. */
  readonly after: string | null;
  /** 1 to 100. */
  readonly first: number;
  /** Mask of the classes asked for; all where not said. */
  readonly wanted?: number;
}

export interface RelatedQuery {
  readonly facet: string;
  readonly values: readonly string[];
  /** Most records of one value. */
  readonly limit: number;
  /** As of `PageQuery`. */
  readonly wanted?: number;
}

export interface RecordPage {
  readonly records: readonly Disclosed<RecordView>[];
  readonly hasNextPage: boolean;
}

/** A version named by the recipient ledger, to be rendered for one recipient. */
export interface VersionAsked {
  readonly id: string;
  readonly kind: string;
  readonly version: number;
  /** The event's own id, which the line names, so that a recipient can reconcile what it holds with the ledger. */
  readonly entry: string;
}

/** What is to be rendered for one recipient. */
export interface Rendering {
  readonly caller: Caller;
  readonly asked: readonly VersionAsked[];
}

/** What a recipient's event may say: open classes only; `sealed` names what it may come and read. Null is a tombstone. */
export interface EventView {
  readonly version: number;
  readonly eraseAt: string;
  readonly record: Readonly<Record<string, unknown>>;
}

/** What a notice says: ids, codes and dates, and nothing of a record. */
export type NoticeView = Readonly<Record<string, unknown>>;

/** For one recipient after another: each is admitted, shown what is its own, and has its line. */
const RENDER: Statement = {
  name: 'disclosure.render',
  text: `select c.rendering, r.* from unnest($1::jsonb[], $2::int[], $3::int[]) with ordinality as c (caller, first, last, rendering) cross join lateral
    disclosure.render(c.caller, ($4::uuid[])[c.first + 1:c.last], ($5::int[])[c.first + 1:c.last]) as r`,
};
const NOTICES: Statement = { name: 'disclosure.notices', text: 'select * from disclosure.notices($1, $2)' };
const BY_ID: Statement = { name: 'disclosure.by_id', text: 'select * from disclosure.by_id($1, $2, $3)' };
const PAGE: Statement = { name: 'disclosure.page', text: 'select * from disclosure.page($1, $2, $3, $4, $5, $6)' };
const RELATED: Statement = { name: 'disclosure.related', text: 'select * from disclosure.related($1, $2, $3, $4, $5)' };
const SEALED_MASK = maskOf(...SEALED_CLASSES.map((entry) => entry.code));
/** Of events, in which nothing sealed travels. */
const NO_KEYS: ReadonlyMap<string, Buffer> = new Map();
const NEWEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** THE way out: every record that leaves the hub, by whatever exit, is made here. */
export class Disclosure {
  constructor(
    private readonly database: Database,
    private readonly sealing: { readonly envelope: Envelope; readonly keyring: Keyring },
  ) {}

  /** @returns one entry per id, in order; null for what does not exist or may not be seen */
  async byIds(caller: Caller, kind: string, ids: readonly string[], wanted = ALL_CLASSES): Promise<Disclosed<RecordView | null>[]> {
    const lots = await this.#ask(BY_ID, [callerFacts(caller, wanted), kind, ids]);
    const keys = await this.#keysOf(lots);
    const found = new Map(fromLots(lots, (place) => this.#view(place, shapeOf(kind), keys)).map((view) => [view.id, view]));
    return ids.map((id) => disclosed(found.get(id) ?? null));
  }

  /**
   * A look inside an open transaction, for a check. Its line stands or falls with the transaction, so
   * what it gives is not `Disclosed` and cannot leave.
   */
  async consult(tx: Tx, caller: Caller, kind: string, id: string): Promise<RecordView | null> {
    const [lot] = await recorded(() => tx.run<Lot>(BY_ID, [callerFacts(caller), kind, [id]]));
    return lot ? this.#view({ lot, nth: 0 }, shapeOf(kind), await this.#keysOf([lot])) : null;
  }

  async page(caller: Caller, kind: string, query: PageQuery): Promise<Disclosed<RecordPage>> {
    const facets = this.#facets(caller, shapeOf(kind), query.filter);
    const values = [callerFacts(caller, query.wanted), kind, [...facets.keys()], [...facets.values()], query.after ?? NEWEST, query.first + 1];
    const lots = await this.#ask(PAGE, values);
    const keys = await this.#keysOf(lots);
    const records = fromLots(lots, (place) => disclosed(this.#view(place, shapeOf(kind), keys)));
    return disclosed({ records: records.slice(0, query.first), hasNextPage: records.length > query.first });
  }

  /**
   * The newest records that have `facet` = one of `values`: the other end of a join, in one look-up.
   * @returns for each value, in order, at most `limit` records
   */
  async related(caller: Caller, kind: string, query: RelatedQuery): Promise<Disclosed<RecordView>[][]> {
    const { facet, values, limit, wanted } = query;
    const [name] = this.#facets(caller, shapeOf(kind), { [facet]: '' }).keys();
    const lots = await this.#ask(RELATED, [callerFacts(caller, wanted), kind, name, values, limit]);
    const byValue = new Map<string, Disclosed<RecordView>[]>(values.map((value) => [value, []]));
    const keys = await this.#keysOf(lots);
    fromLots(lots, (place) => byValue.get(place.lot.value![place.nth]!)?.push(disclosed(this.#view(place, shapeOf(kind), keys))));
    return values.map((value) => byValue.get(value)!);
  }

  /** Renders versions for a recipient's stream or feed, under today's rules. One ledger line for the batch, durable first. */
  async render(caller: Caller, asked: readonly VersionAsked[]): Promise<Disclosed<EventView | null>[]> {
    const [views] = await this.renderEach([{ caller, asked }]);
    return views!;
  }

  /** As `render`, for several recipients in one statement, each with a line of its own. Where one of them is refused, nothing is rendered for any. */
  async renderEach(renderings: readonly Rendering[]): Promise<Disclosed<EventView | null>[][]> {
    const all = renderings.flatMap(({ asked }) => asked);
    const ends: number[] = [];
    for (const { asked } of renderings) ends.push((ends.at(-1) ?? 0) + asked.length);
    const facts = renderings.map(({ caller, asked }) => callerFacts(caller, ALL_CLASSES, asked.map(({ entry }) => entry)));
    const lots = await this.#ask(RENDER, [facts, [0, ...ends.slice(0, -1)], ends, all.map(({ id }) => id), all.map(({ version }) => version)]);
    const byRendering = new Map(lots.map((lot) => [Number(lot.rendering), lot]));
    return renderings.map(({ asked }, which) => {
      const lot = byRendering.get(which + 1);
      return lot ? fromLots([lot], (place) => disclosed(lot.mask[place.nth] === 0 ? null : this.#event(place, shapeOf(asked[place.nth]!.kind)))) : [];
    });
  }

  /** What notices to the caller's agency say, in order; a line that names their events is durable first. */
  async notices(caller: Caller, entries: readonly string[]): Promise<Disclosed<NoticeView>[]> {
    const rows = await recorded(() => this.database.run<{ data: NoticeView | null }>(NOTICES, [callerFacts(caller, 0, entries), entries]));
    return rows.map(({ data }) => disclosed<NoticeView>(data ?? {}));
  }

  /** The line of events that hold no record, such as rejections: durable before they are sent. `entries`: their ids. */
  async account(caller: Caller, entries: readonly string[]): Promise<void> {
    await recorded(() => note(this.database, callerFacts(caller, 0, entries), 'deliver', null));
  }

  #event(place: Place, shape: KindShape): EventView {
    const { lot, nth } = place;
    const view = this.#view(place, shape, NO_KEYS);
    const record = Object.assign(view, { originator: lot.originator[nth]!, sealed: classesIn(lot.mask[nth]! & SEALED_MASK) });
    return { version: view.version, eraseAt: momentOf(lot.erase_at![nth]!), record };
  }

  /** A filter on a class that such a request may never see would be an oracle: it is refused, whatever the records hold. */
  #facets(caller: Caller, shape: KindShape, filter: Readonly<Record<string, string>>): Map<string, string> {
    const facets = new Map<string, string>();
    const purpose = purposeMask(caller.purpose);
    const visible = classesIn(caller.classes & mostVisible({ purpose, officer: caller.officer !== null }));
    for (const [name, value] of Object.entries(filter)) {
      const facet = shape.facets.find((entry) => entry.name === name);
      if (!facet) throw Refusal.because('FIELD_UNKNOWN', `filter.${name}`, 'schemas/graphql', 'There is no such filter.');
      if (!visible.includes(facet.class)) {
        throw Refusal.because('FILTER_NOT_ALLOWED', `filter.${name}`, `class ${facet.class}`, 'You may not filter by a class that you may not see.');
      }
      facets.set(`${shape.kind}.${name}`, value);
    }
    return facets;
  }

  #ask(statement: Statement, values: unknown[]): Promise<Lot[]> {
    return recorded(() => this.database.run<Lot>(statement, values));
  }

  /** In one look-up, whatever the number of records; those that were shredded are not among them. */
  #keysOf(lots: readonly Lot[]): ReadonlyMap<string, Buffer> | Promise<ReadonlyMap<string, Buffer>> {
    const ids = keysIn(lots);
    return ids.length === 0 ? NO_KEYS : this.sealing.keyring.open(ids);
  }

  #view(place: Place, shape: KindShape, keys: ReadonlyMap<string, Buffer>): RecordView {
    const { lot, nth } = place;
    const id = lot.id[nth]!;
    const mask = lot.mask[nth]!;
    const body = merge(shape.type, slicesAt(place, (slice) => this.#open(id, slice, keys.get(slice.key))), mask);
    // Added to what was merged and not spread into a new object: every record of every answer passes here.
    return Object.assign(body, {
      id,
      kind: shape.kind,
      version: lot.version[nth]!,
      asOf: momentOf(lot.as_of[nth]!),
      originator: { code: lot.originator[nth]! },
      withheld: withheldBy(mask),
    });
  }

  /** Null where the key was shredded: what cannot be opened any more is as if it were not there. */
  #open(record: string, slice: SealedSlice, key: Buffer | undefined): Slice | null {
    if (!key) return null;
    const at = { record, version: slice.version, classBit: slice.class, subject: slice.subject };
    const text = this.sealing.envelope.open(key, at, Buffer.from(slice.ciphertext, 'base64'));
    return JSON.parse(text) as Slice;
  }
}

/** RFC 3339 in UTC, to the millisecond. */
function momentOf(written: string): string {
  return new Date(written).toISOString();
}

const WITHHELD: (readonly RecordClass[] | undefined)[] = [];

/** What a mask lacks. There are no more masks than sets of classes, and one list for each of them. */
function withheldBy(mask: number): readonly RecordClass[] {
  return (WITHHELD[mask] ??= Object.freeze(classesIn(ALL_CLASSES & ~mask)));
}

function shapeOf(kind: string): KindShape {
  const shape = KINDS[kind];
  if (!shape) throw new TypeError(`no such kind: ${kind}`);
  return shape;
}
