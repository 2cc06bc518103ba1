import { callerFacts } from '#libs/disclosure';
import type { Caller } from '#libs/kernel';
import type { RecordKeeping } from '#libs/records';
import type { Filing } from '../model/request.js';
import { readRequest } from '../postgres/rights.store.js';
import { AnswerRequest } from './answer-request.js';
import { CollectRecords } from './collect-records.js';
import { DecideItem, type Deciding } from './decide-item.js';
import { FileRequest } from './file-request.js';
import type { RequestSeal } from './request-seal.js';

/** How a request of the caller's own agency stands after what was done. */
export interface SubjectReceipt {
  readonly id: string;
  /** received, collected or answered. */
  readonly state: string;
  /** Places in records in which the person was found. */
  readonly found: number;
  /** Of them, those that are not decided. */
  readonly open: number;
  /** True when this very thing had been filed before. */
  readonly duplicate: boolean;
}

/** The steps of a request, each answered with how it stands then. */
export class HandleRequest {
  readonly #file: FileRequest;
  readonly #collect: CollectRecords;
  readonly #decide: DecideItem;
  readonly #answer: AnswerRequest;

  constructor(private readonly keeping: RecordKeeping, sealing: RequestSeal) {
    this.#file = new FileRequest(keeping, sealing);
    this.#collect = new CollectRecords(keeping, sealing);
    this.#decide = new DecideItem(keeping, sealing);
    this.#answer = new AnswerRequest(keeping, sealing);
  }

  async file(caller: Caller, filing: Filing): Promise<SubjectReceipt> {
    const { id, duplicate } = await this.#file.run(caller, filing);
    return { ...await this.#standing(caller, id), duplicate };
  }

  async collect(caller: Caller, id: string): Promise<SubjectReceipt> {
    await this.#collect.run(caller, id);
    return this.#standing(caller, id);
  }

  async decide(caller: Caller, deciding: Deciding): Promise<SubjectReceipt> {
    await this.#decide.run(caller, deciding);
    return this.#standing(caller, deciding.id);
  }

  async extend(caller: Caller, id: string, reason: string): Promise<SubjectReceipt> {
    await this.#decide.extend(caller, id, reason);
    return this.#standing(caller, id);
  }

  async answer(caller: Caller, id: string): Promise<SubjectReceipt> {
    await this.#answer.run(caller, id);
    return this.#standing(caller, id);
  }

  async #standing(caller: Caller, id: string): Promise<SubjectReceipt> {
    const { state, items } = await readRequest(this.keeping.database, callerFacts(caller), null, id);
    return { id, state, found: items.length, open: items.filter(({ decision }) => decision === null).length, duplicate: false };
  }
}
