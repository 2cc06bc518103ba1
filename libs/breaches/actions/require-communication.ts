import type { Disclosed, LedgerDisclosure } from '#libs/disclosure';
import { Refusal, type Caller } from '#libs/kernel';
import type { Breach } from '../model/breach.js';
import { codeOf, expectId, notFound } from '../model/checks.js';
import { NOT_REQUIRED } from '../model/codes.js';
import { requireCommunication } from '../postgres/breach.store.js';

export interface Requirement {
  readonly id: string;
  /** Whose breach it is. */
  readonly agency: string;
  /** Whether data subjects must be told; else a condition of LED art. 31(3) is met. */
  readonly required: boolean;
  /** Which condition, where they need not. */
  readonly ground?: string | null;
}

/** The supervisory authority requires that data subjects are told, or decides that they need not be (LED art. 31(4)). */
export class RequireCommunication {
  constructor(private readonly disclosure: LedgerDisclosure) {}

  /** What is required opens a breach again that was closed without it. The same again changes nothing. @throws Refusal ACTION_NOT_ALLOWED, FIELD_REQUIRED, INPUT_INVALID, CODE_UNKNOWN, RECORD_NOT_FOUND */
  run(caller: Caller, { id, agency, required, ground: given = null }: Requirement): Promise<Disclosed<Breach>> {
    if (!caller.roles.includes('supervisor')) throw Refusal.because('ACTION_NOT_ALLOWED', '', 'LED art. 31(4)', 'This is for the supervisory authority.');
    if (required && given !== null) throw Refusal.because('INPUT_INVALID', 'ground', 'LED art. 31(4)', 'What is required needs no ground of art. 31(3).');
    if (!required && given === null) throw Refusal.because('FIELD_REQUIRED', 'ground', 'LED art. 31(3)-(4)', `This is one of: ${NOT_REQUIRED.join(', ')}.`);
    const ground = given === null ? null : codeOf(given, NOT_REQUIRED, 'ground', 'LED art. 31(3)-(4)');
    expectId(id);
    return this.disclosure.give(caller, 'require-breach-communication', agency, async (facts, database) => {
      const breach = await requireCommunication(database, facts, agency, id, { required, ground });
      if (!breach) throw notFound();
      return breach;
    });
  }
}
