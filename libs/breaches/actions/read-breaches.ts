import type { Disclosed, LedgerDisclosure } from '#libs/disclosure';
import type { Directory } from '#libs/directory';
import { Refusal, type Caller } from '#libs/kernel';
import type { CursorSeal } from '#libs/keys';
import type { Breach } from '../model/breach.js';
import { codeOf, expectId, notFound } from '../model/checks.js';
import { documentOf, type BreachDocument } from '../model/document.js';
import { readAffected, readBreach, readBreaches, readMaterial, readNotifications, type Received } from '../postgres/breach.store.js';
import { Pages, type Page, type PageAsked } from './pages.js';

const STATUSES = ['open', 'closed'];

export interface AffectedRecord {
  readonly id: string;
  readonly kind: string;
  /** Whether the agency is its originator. */
  readonly own: boolean;
}

/** The register of an agency's breaches (LED art. 30(5)): for its data-protection officer, and for the supervisory authority about any. */
export class ReadBreaches {
  readonly #pages: { readonly breaches: Pages; readonly records: Pages; readonly notifications: Pages };

  constructor(private readonly disclosure: LedgerDisclosure, private readonly directory: Directory, cursors: CursorSeal) {
    this.#pages = { breaches: new Pages(cursors, 'breaches'), records: new Pages(cursors, 'breach-records'), notifications: new Pages(cursors, 'breach-notifications') };
  }

  /** Newest first. @throws Refusal ACTION_NOT_ALLOWED, CODE_UNKNOWN, PAGE_SIZE, CURSOR_INVALID */
  register(caller: Caller, asked: PageAsked & { readonly agency?: string | null; readonly status?: string | null }): Promise<Disclosed<Page<Breach>>> {
    const agency = whose(caller, asked.agency);
    const status = asked.status == null ? null : codeOf(asked.status, STATUSES, 'status', 'hub');
    const { first, after } = this.#pages.breaches.placed(caller, asked);
    return this.disclosure.give(caller, 'breaches', agency, async (facts, database) => {
      const rows = await readBreaches(database, facts, agency, status, after, first + 1);
      return this.#pages.breaches.page(caller, rows.map(({ at, id, told }) => ({ place: { at: at.toISOString(), id }, node: told })), first);
    });
  }

  /** @throws Refusal ACTION_NOT_ALLOWED, RECORD_NOT_FOUND */
  one(caller: Caller, { id, agency: given }: { readonly id: string; readonly agency?: string | null }): Promise<Disclosed<Breach>> {
    const agency = whose(caller, given);
    expectId(id);
    return this.disclosure.give(caller, 'breach', agency, async (facts, database) => found(await readBreach(database, facts, agency, id)));
  }

  /**
   * What the authority was notified of, or without `number` what it would be notified of now, for the agency alone.
   * @throws Refusal ACTION_NOT_ALLOWED, RECORD_NOT_FOUND
   */
  document(caller: Caller, { id, agency: given, number }: { readonly id: string; readonly agency?: string | null; readonly number?: number | null }): Promise<Disclosed<BreachDocument>> {
    const code = whose(caller, given);
    expectId(id);
    return this.disclosure.give(caller, 'breach-document', code, async (facts, database) => {
      const material = found(await readMaterial(database, facts, code, id, number ?? null));
      return documentOf(material, found(this.directory.agency(code)));
    });
  }

  /** Records that are affected, by their ids: for the agency alone. @throws Refusal ACTION_NOT_ALLOWED, RECORD_NOT_FOUND, PAGE_SIZE, CURSOR_INVALID */
  records(caller: Caller, asked: PageAsked & { readonly id: string }): Promise<Disclosed<Page<AffectedRecord>>> {
    whose(caller, null);
    expectId(asked.id);
    const { first, after } = this.#pages.records.placed(caller, asked);
    return this.disclosure.give(caller, 'breach-records', null, async (facts, database) => {
      const rows = await readAffected(database, facts, asked.id, after?.id ?? null, first + 1);
      return this.#pages.records.page(caller, rows.map((row) => ({ place: { at: new Date(0).toISOString(), id: row.id }, node: row })), first);
    });
  }

  /** What agencies notified inside the hub, newest first: for the supervisory authority. @throws Refusal ACTION_NOT_ALLOWED, PAGE_SIZE, CURSOR_INVALID */
  notifications(caller: Caller, asked: PageAsked): Promise<Disclosed<Page<Received>>> {
    if (!caller.roles.includes('supervisor')) throw notAllowed();
    const { first, after } = this.#pages.notifications.placed(caller, asked);
    return this.disclosure.give(caller, 'breach-notifications', null, async (facts, database) => {
      const rows = await readNotifications(database, facts, after, first + 1);
      return this.#pages.notifications.page(caller, rows.map(({ at, id, number, told }) => ({ place: { at: at.toISOString(), id, number }, node: told })), first);
    });
  }
}

const notAllowed = () => Refusal.because('ACTION_NOT_ALLOWED', '', 'LED art. 30(1), (5), 34', 'Breaches are for the agency\'s data-protection officer and the supervisory authority.');

/** To everybody else in the same words, whether there is such an agency or not. */
function whose({ agency, roles }: Caller, asked: string | null | undefined): string {
  const code = asked ?? agency;
  if (!(roles.includes('data-protection-officer') && code === agency) && !roles.includes('supervisor')) throw notAllowed();
  return code;
}

function found<Given>(given: Given | null | undefined): Given {
  if (!given) throw notFound();
  return given;
}
