import type { Disclosed, LedgerDisclosure } from '#libs/disclosure';
import { Refusal, type Caller } from '#libs/kernel';
import type { CursorSeal } from '#libs/keys';
import type { Notice } from '../model/breach.js';
import { expectId } from '../model/checks.js';
import { acknowledgeNotice, readNotices } from '../postgres/breach.store.js';
import { Pages, type Page, type PageAsked } from './pages.js';

/** What an agency is told of others' breaches (LED art. 30(6)), and that it took note. */
export class BreachNotices {
  readonly #pages: Pages;

  constructor(private readonly disclosure: LedgerDisclosure, cursors: CursorSeal) {
    this.#pages = new Pages(cursors, 'breach-notices');
  }

  /** Newest first. @throws Refusal ACTION_NOT_ALLOWED, PAGE_SIZE, CURSOR_INVALID */
  list(caller: Caller, asked: PageAsked): Promise<Disclosed<Page<Notice>>> {
    expectAgency(caller);
    const { first, after } = this.#pages.placed(caller, asked);
    return this.disclosure.give(caller, 'breach-notices', null, async (facts, database) => {
      const rows = await readNotices(database, facts, after, first + 1);
      return this.#pages.page(caller, rows.map(({ at, id, told }) => ({ place: { at: at.toISOString(), id }, node: told })), first);
    });
  }

  /**
   * Whoever told it alone learns of it. `passOn`: the originator of records tells holders of its own; at once, or later under the same id.
   * @throws Refusal ACTION_NOT_ALLOWED where none of the records is its own; RECORD_NOT_FOUND
   */
  acknowledge(caller: Caller, { id, passOn }: { readonly id: string; readonly passOn?: boolean | null }): Promise<Disclosed<Notice>> {
    expectAgency(caller);
    expectId(id);
    return this.disclosure.give(caller, 'acknowledge-breach', null, (facts, database) => acknowledgeNotice(database, facts, id, passOn ?? false));
  }
}

function expectAgency({ roles }: Caller): void {
  if (roles.some((role) => role === 'officer' || role === 'data-protection-officer')) return;
  throw Refusal.because('ACTION_NOT_ALLOWED', '', 'directory: roles officer, data-protection-officer', 'Breaches are told to the agencies that they concern.');
}
