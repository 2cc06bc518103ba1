import type { Slice } from '#libs/contracts';
import { callerFacts } from '#libs/disclosure';
import { Refusal, type Caller } from '#libs/kernel';
import { subjectId, type RecordKeeping } from '#libs/records';
import { matches, traitsIn, type Found } from '../model/finding.js';
import { personType, sliceOf } from '../model/personal.js';
import type { Filed } from '../model/request.js';
import type { Sought } from '../model/sought.js';
import { noteFound, readRequest, search, type SealedRow } from '../postgres/rights.store.js';
import { expectRequest, expectRightsOfficer } from './expectations.js';
import type { RequestSeal } from './request-seal.js';

/** Records that are looked at in one statement, and in one call: about as long as a question may take. */
const AT_ONCE = 500;
const LOTS = 40;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** A person in a record, with all that is sealed of it. */
interface Person {
  readonly record: string;
  readonly kind: string;
  readonly list: string;
  readonly ref: string;
  readonly slices: Slice[];
  classes: number;
}

/**
 * Finds the person in what the agency holds: its own records and those disclosed to it, of every kind. No index of
 * identifiers is kept (D-073, D-108): what is sealed is opened and compared in memory, lot by lot, and only where the
 * person was found is written down. Called again it goes on where it was; once through, it begins anew.
 */
export class CollectRecords {
  constructor(
    private readonly keeping: RecordKeeping,
    private readonly sealing: RequestSeal,
  ) {}

  /** @throws Refusal RECORD_NOT_FOUND, SUBJECT_REQUEST_ANSWERED, ACTION_NOT_ALLOWED */
  async run(caller: Caller, id: string): Promise<void> {
    const { keeping } = this;
    expectRightsOfficer(keeping, caller);
    expectRequest(id);
    const facts = callerFacts(caller);
    const { key_id, filed, place, answered_at } = await readRequest(keeping.database, facts, null, id);
    if (answered_at) throw Refusal.because('SUBJECT_REQUEST_ANSWERED', 'id', 'LED art. 12(3)', 'The request was answered.');
    const known = this.sealing.open<Filed>(await this.sealing.key(key_id), id, 'filed', filed);
    if (!known) throw Refusal.because('UNAVAILABLE', '', 'hub', 'The key of the request cannot be had now.');
    for (let after: string | null = place ?? FIRST, lot = 0; after !== null && lot < LOTS; lot += 1) {
      const { last, walked, found } = await search(keeping.database, facts, id, after, AT_ONCE);
      const through: boolean = (walked ?? 0) < AT_ONCE;
      const items = await this.#foundIn(found, known.sought);
      after = through ? null : last;
      await keeping.database.single((tx) => noteFound(tx, facts, id, after, through, items));
    }
  }

  async #foundIn(rows: readonly { id: string; kind: string; sealed: readonly SealedRow[] }[], sought: Sought): Promise<Found[]> {
    const { envelope, keyring } = this.keeping.sealing;
    const keys = await keyring.open(rows.flatMap(({ sealed }) => sealed.map(({ key }) => key)));
    const persons = new Map<string, Person>();
    const seen = new Set<string>();
    for (const { id: record, kind, sealed } of rows) {
      for (const { class: classBit, version, subject, ciphertext, key } of sealed) {
        const plain = keys.get(key);
        if (!plain || seen.has(`${record}/${subject}/${classBit}`)) continue;
        seen.add(`${record}/${subject}/${classBit}`); // one that several purposes show
        const slice = JSON.parse(envelope.open(plain, { record, version, classBit, subject }, Buffer.from(ciphertext, 'base64'))) as Slice;
        put(persons, { record, kind }, slice, 1 << classBit);
      }
    }
    return [...persons.values()].flatMap((person) => foundIn(person, sought));
  }
}

/** A sealed slice is of one person: list and ref are the steps to it. */
function put(persons: Map<string, Person>, of: { record: string; kind: string }, slice: Slice, mask: number): void {
  for (const [list, refs] of Object.entries(slice)) {
    for (const ref of Object.keys(refs as Slice)) {
      const name = `${of.record}/${list}/${ref}`;
      const person = persons.get(name) ?? { ...of, list, ref, slices: [], classes: 0 };
      const own = sliceOf(slice, { list, ref });
      if (!own) continue;
      person.slices.push(own);
      person.classes |= mask;
      persons.set(name, person);
    }
  }
}

function foundIn({ record, kind, list, ref, slices, classes }: Person, sought: Sought): Found[] {
  const type = personType({ kind, list });
  const matched = type ? matches(sought, traitsIn(type, slices)) : [];
  return matched.length === 0 ? [] : [{ record, subject: subjectId(record, list, ref), list, ref, matched, classes }];
}

