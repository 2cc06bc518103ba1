import { codelistNamed, maskOf, OPEN_CLASSES, CLASSES, type Part, type Slice } from '#libs/contracts';
import { callerFacts } from '#libs/disclosure';
import { Refusal, type Caller } from '#libs/kernel';
import type { RecordKeeping } from '#libs/records';
import { answerOf, type Named, type SubjectAnswer, type ToldAct, type ToldRecord } from '../model/answer.js';
import { handlingOf, particularsOf, personType, toldMask } from '../model/personal.js';
import type { KeptFromAnswer } from '../model/request.js';
import { ALL_TOLD } from '../model/told.js';
import { beginAnswer, held, keepAnswer, type DecidedRow, type HeldRow } from '../postgres/rights.store.js';
import { expectRequest, expectRightsOfficer } from './expectations.js';
import type { RequestSeal } from './request-seal.js';

const CUSTODY = maskOf('CUSTODY');
const REFERENCE = maskOf('REFERENCE');
const DONE: Readonly<Record<string, string>> = { rectify: 'was put right', erase: 'you were erased from it', restrict: 'is kept and not used any more; we tell you before that ends', refuse: 'was left as it is' };
const RESTRICTED_FOR: Readonly<Record<string, string>> = { 'accuracy-contested': 'whether it is accurate is contested and cannot be established', 'needed-as-evidence': 'it is needed as evidence' };

/** What becomes of the items of a request: what is told, what is kept back, and of which records which classes are told. */
interface Composed {
  readonly records: ToldRecord[];
  readonly acts: ToldAct[];
  readonly withheldFor: Set<string>;
  readonly kept: (ToldRecord & { readonly record: string; readonly ground: string })[];
  readonly told: Map<string, number>;
}

/**
 * Answers a request (LED art. 12, 14-16): composed of what the rules show the agency now and of what was decided,
 * sealed with the request, and accounted for, in one transaction. What leaves afterwards is this text and no other.
 */
export class AnswerRequest {
  constructor(
    private readonly keeping: RecordKeeping,
    private readonly sealing: RequestSeal,
  ) {}

  /** @throws Refusal RECORD_NOT_FOUND, SUBJECT_REQUEST_NOT_COLLECTED, SUBJECT_REQUEST_UNDECIDED, SUBJECT_REQUEST_ANSWERED, ACT_OUTSTANDING, ACTION_NOT_ALLOWED, UNAVAILABLE */
  async run(caller: Caller, id: string): Promise<void> {
    const { keeping, sealing } = this;
    expectRightsOfficer(keeping, caller);
    expectRequest(id);
    const facts = callerFacts(caller);
    await keeping.database.transaction(async (tx) => {
      const { asked_for: right, received_at: receivedAt, key_id, items } = await beginAnswer(tx, facts, id);
      const composed = await this.#composed(caller.agency, items, await held(tx, facts, id));
      const key = await sealing.key(key_id);
      if (!key) throw Refusal.because('UNAVAILABLE', '', 'hub', 'The key of the request cannot be had now.');
      const answer = this.#answer(caller.agency, { right, request: id, receivedAt }, composed);
      const kept: KeptFromAnswer = { request: id, records: composed.kept };
      const sealed = { answer: sealing.seal(key, id, 'answer', answer), withheld: sealing.seal(key, id, 'withheld', kept) };
      await keepAnswer(tx, facts, id, sealed, composed.told);
    });
  }

  #answer(agency: string, asked: { right: string; request: string; receivedAt: Date }, { records, acts, withheldFor }: Composed): SubjectAnswer {
    const { directory, source } = this.keeping;
    const { name, country, contact, regime } = directory.agency(agency)!;
    return answerOf({
      ...asked, answeredAt: source.clock.now(), controller: { name, country, contact }, records, acts, withheldFor: [...withheldFor].sort(), regime,
    });
  }

  async #composed(agency: string, items: readonly DecidedRow[], rows: readonly HeldRow[]): Promise<Composed> {
    const composed: Composed = { records: [], acts: [], withheldFor: new Set(), kept: [], told: new Map() };
    const keys = await this.keeping.sealing.keyring.open(rows.flatMap(({ sealed }) => (sealed ?? []).map(({ key }) => key)));
    for (const item of items) {
      if (item.decision === 'not-the-person') continue;
      if (item.decision === 'give' || item.decision === 'withhold') this.#access(agency, item, this.#partsOf(item, rows, keys), composed);
      else this.#act(item, composed);
    }
    return composed;
  }

  #access(agency: string, item: DecidedRow, parts: readonly Part[], { records, withheldFor, kept, told }: Composed): void {
    const keptBack = item.keptBack ?? 0;
    const given = this.#told(agency, item, parts, keptBack);
    if (keptBack !== ALL_TOLD && given) {
      records.push(given);
      told.set(item.record, (told.get(item.record) ?? 0) | REFERENCE | toldMask(given.particulars));
    }
    if (item.decision !== 'withhold') return;
    const ground = item.ground!;
    if (!item.silent) withheldFor.add(groundOf(ground));
    const rest = this.#told(agency, item, parts, ALL_TOLD & ~keptBack);
    if (rest) kept.push({ ...rest, record: item.record, ground });
  }

  /** Null where nothing of the record is shown to the agency any more. */
  #told(agency: string, item: DecidedRow, parts: readonly Part[], keptBack: number): ToldRecord | null {
    if (parts.length === 0) return null;
    const standing = codelistNamed('subject-categories').codes.find(({ code }) => code === personType(item)?.subject)?.title ?? item.list;
    return {
      kind: item.kind, standing, ...handlingOf(item, parts), particulars: particularsOf(item, parts, keptBack), origin: this.#named(item.originator),
      recipients: item.originator !== agency || (keptBack & CUSTODY) !== 0 ? null : this.#recipients(agency, item),
    };
  }

  /** Agencies that were shown something of what the person is told, and not only that there is a record. */
  #recipients(agency: string, { holders }: DecidedRow): NonNullable<ToldRecord['recipients']> {
    const { directory } = this.keeping;
    const union = (code: string) => directory.agency(code)?.regime.startsWith('EU-') ?? false;
    return holders.filter(({ classes }) => (classes & ALL_TOLD & ~REFERENCE & ~CUSTODY) !== 0)
      .map(({ agency: code }) => ({ ...this.#named(code), thirdCountry: union(agency) && !union(code) }));
  }

  #act(item: DecidedRow, { acts }: Composed): void {
    if (item.silent) return;
    const { kind, originator, decision } = item;
    const ground = item.ground === null ? null : RESTRICTED_FOR[item.ground] ?? groundOf(item.ground);
    acts.push({ kind, origin: this.#named(originator), act: DONE[decision!]!, ground });
  }

  #named(code: string): Named {
    const agency = this.keeping.directory.agency(code);
    return { name: agency?.name ?? code, country: agency?.country ?? null };
  }

  /** What the rules show of the record, for one purpose or another; of what is sealed the person's own. */
  #partsOf({ record, subject }: DecidedRow, rows: readonly HeldRow[], keys: ReadonlyMap<string, Buffer>): Part[] {
    return rows.filter(({ id }) => id === record).flatMap((row) => [
      ...OPEN_CLASSES.flatMap(({ code }) => { const slice = row[code.toLowerCase() as Lowercase<typeof code>]; return slice ? [{ class: code, slice }] : []; }),
      ...(row.sealed ?? []).filter((one) => one.subject === subject).flatMap(({ class: classBit, version, ciphertext, key }) => {
        const plain = keys.get(key);
        if (!plain) return [];
        const slice = JSON.parse(this.keeping.envelope.open(plain, { record, version, classBit, subject }, Buffer.from(ciphertext, 'base64'))) as Slice;
        return [{ class: CLASSES[classBit]!.code, slice }];
      }),
    ]);
  }
}

/** In words. */
const groundOf = (ground: string) => codelistNamed('subject-request-grounds').codes.find(({ code }) => code === ground)!.title;
