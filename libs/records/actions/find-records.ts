import type { Disclosed, Disclosure, RecordPage, RecordView } from '#libs/disclosure';
import { Refusal, isUuid, type Caller } from '#libs/kernel';

export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly filter?: Readonly<Record<string, string | null>> | null;
}

const USUAL = 50;
const MOST = 100;
/** No record has it (RFC 9562 §5.9). */
const NOBODYS = '00000000-0000-0000-0000-000000000000';

/** Looks records up for a caller. What may not be seen is not found, in the same words and the same time. */
export class FindRecords {
  constructor(private readonly disclosure: Disclosure) {}

  async one(caller: Caller, kind: string, id: string, wanted?: number): Promise<Disclosed<RecordView | null>> {
    if (!isUuid(id)) return null;
    const [found] = await this.disclosure.byIds(caller, kind, [id], wanted);
    return found ?? null;
  }

  /** Null also for what is no id: asked about alone or beside others, it is nobody's. */
  many(caller: Caller, kind: string, ids: readonly string[], wanted?: number): Promise<Disclosed<RecordView | null>[]> {
    return this.disclosure.byIds(caller, kind, ids.map((id) => (isUuid(id) ? id : NOBODYS)), wanted);
  }

  /** @throws Refusal PAGE_SIZE, CURSOR_INVALID, FILTER_NOT_ALLOWED */
  page(caller: Caller, kind: string, args: PageArguments, wanted?: number): Promise<Disclosed<RecordPage>> {
    const first = args.first ?? USUAL;
    if (first < 1 || first > MOST) throw Refusal.because('PAGE_SIZE', 'first', 'hub', `A page has 1 to ${MOST} records.`);
    const filter = Object.fromEntries(Object.entries(args.filter ?? {}).filter((entry): entry is [string, string] => entry[1] !== null));
    return this.disclosure.page(caller, kind, { first, filter, after: args.after ? idOf(args.after) : null, ...(wanted === undefined ? {} : { wanted }) });
  }
}

/** A record's place in its list is its own id, which the reader has; the cursor only hides that it is so. */
export function cursorOf(record: { readonly id: string }): string {
  return Buffer.from(record.id.replaceAll('-', ''), 'hex').toString('base64url');
}

function idOf(cursor: string): string {
  const hex = Buffer.from(cursor, 'base64url').toString('hex');
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  if (!isUuid(id) || cursorOf({ id }) !== cursor) throw Refusal.because('CURSOR_INVALID', 'after', 'hub', 'This is no cursor of this list.');
  return id;
}
