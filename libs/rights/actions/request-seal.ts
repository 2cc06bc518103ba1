import type { SubjectKey } from '#libs/keys';
import type { RecordKeeping } from '#libs/records';

/** What of a request is sealed, in the place that a class has in a record. */
const PARTS = { filed: 20, answer: 21, withheld: 22, reason: 23 } as const;
type Part = keyof typeof PARTS;
/** Of the request itself, and not of one record in it. */
const WHOLE = '00000000-0000-0000-0000-000000000000';

/** Seals what a request says of its person under the request's own key in the key store: shredded, and nothing of it can be opened. */
export class RequestSeal {
  constructor(private readonly keeping: RecordKeeping) {}

  async newKey(): Promise<SubjectKey> {
    return (await this.keeping.sealing.keyring.take(1))[0]!;
  }

  /** Null where it was shredded. */
  async key(id: string): Promise<SubjectKey | null> {
    const plain = (await this.keeping.sealing.keyring.open([id])).get(id);
    return plain ? { id, plain } : null;
  }

  seal(key: SubjectKey, request: string, part: Part, value: unknown, subject = WHOLE): Buffer {
    return this.keeping.envelope.seal(key, placeOf(request, part, subject), JSON.stringify(value));
  }

  /** @param sealed in base64; null where there is nothing, or nothing any more */
  open<Value>(key: SubjectKey | null, request: string, part: Part, sealed: string | null, subject = WHOLE): Value | null {
    if (!key || sealed === null) return null;
    return JSON.parse(this.keeping.envelope.open(key.plain, placeOf(request, part, subject), Buffer.from(sealed, 'base64'))) as Value;
  }
}

const placeOf = (record: string, part: Part, subject: string) => ({ record, version: 1, classBit: PARTS[part], subject });
