import type { Disclosed, LedgerDisclosure } from '#libs/disclosure';
import { Refusal, type Caller } from '#libs/kernel';
import type { CursorSeal } from '#libs/keys';
import { RULES, type OddRule } from '../model/rules.js';
import { closeFinding, readFindings, type FindingPlace, type FindingRow } from '../postgres/finding.store.js';

export interface OddLookUp {
  readonly id: string;
  readonly officer: string;
  readonly rule: string;
  readonly title: string;
  readonly law: string;
  readonly reason: string;
  readonly lines: readonly { readonly period: string; readonly index: number }[];
  readonly at: string;
  readonly status: 'open' | 'closed';
  readonly closedAt: string | null;
  readonly outcome: string | null;
}

export interface OddLookUpPage {
  readonly found: readonly (OddLookUp & { readonly cursor: string })[];
  readonly hasNextPage: boolean;
}

/** What became of it, as codes: a text of somebody's own might name somebody. */
export const OUTCOMES = ['explained', 'mistake', 'under-inquiry', 'abuse'] as const;

const MOST = 100;
const LIST = 'odd-look-ups';

/** Odd look-ups of an agency's officers: for its data-protection officer, who alone is told of them and alone closes them. */
export class OddLookUps {
  constructor(
    private readonly disclosure: LedgerDisclosure,
    private readonly cursors: CursorSeal,
  ) {}

  /** Newest first. @throws Refusal ACTION_NOT_ALLOWED, PAGE_SIZE, CODE_UNKNOWN, CURSOR_INVALID */
  page(caller: Caller, asked: { readonly status?: string | null; readonly after?: string | null; readonly first?: number | null }): Promise<Disclosed<OddLookUpPage>> {
    expectOfficer(caller);
    const first = asked.first ?? 50;
    if (first < 1 || first > MOST) throw Refusal.because('PAGE_SIZE', 'first', 'hub', `A page has 1 to ${MOST} findings.`);
    const status = asked.status ?? null;
    if (status !== null && status !== 'open' && status !== 'closed') throw unknown('status', 'open or closed');
    const after = asked.after ? placeIn(this.cursors.open(caller.agency, LIST, asked.after)) : null;
    return this.disclosure.give(caller, 'odd-look-ups', null, async (facts, database) => {
      const rows = await readFindings(database, facts, status === null ? null : status === 'closed', after, first + 1);
      const found = rows.slice(0, first).map((row) => ({ ...lookUpOf(row), cursor: this.cursors.seal(caller.agency, LIST, `${row.at.getTime()} ${row.id.replaceAll('-', '')}`) }));
      return { found, hasNextPage: rows.length > first };
    });
  }

  /** What is closed already stays as it was. @throws Refusal ACTION_NOT_ALLOWED, CODE_UNKNOWN, RECORD_NOT_FOUND */
  async close(caller: Caller, { id, outcome }: { readonly id: string; readonly outcome: string }): Promise<Disclosed<OddLookUp>> {
    expectOfficer(caller);
    if (!OUTCOMES.some((code) => code === outcome)) throw unknown('outcome', OUTCOMES.join(', '));
    if (!UUID.test(id)) throw notFound();
    return this.disclosure.give(caller, 'close-odd-look-up', null, async (facts, database) => {
      const row = await closeFinding(database, facts, id, outcome);
      if (!row) throw notFound();
      return lookUpOf(row);
    });
  }
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/iu;

function expectOfficer({ roles }: Caller): void {
  if (!roles.includes('data-protection-officer')) throw Refusal.because('ACTION_NOT_ALLOWED', '', 'directory: role data-protection-officer', 'Odd look-ups are told to the data-protection officer of their agency.');
}

const unknown = (field: string, codes: string) => Refusal.because('CODE_UNKNOWN', field, 'hub', `This is one of: ${codes}.`);
const notFound = () => Refusal.because('RECORD_NOT_FOUND', 'id', 'hub', 'There is no such finding, or none that you may see.');

function placeIn(position: string): FindingPlace {
  const [at, id] = position.split(' ');
  return { at: new Date(Number(at)).toISOString(), id: id! };
}

const RULE = new Map<string, OddRule>(Object.values(RULES).map((rule) => [rule.id, rule]));

function lookUpOf({ id, officer, rule, reason, lines, at, closed_at: closedAt, outcome }: FindingRow): OddLookUp {
  const places = lines.map((line) => {
    const [period, index] = line.split('/');
    return { period: period!, index: Number(index) };
  });
  return {
    id, officer, rule, title: RULE.get(rule)?.title ?? rule, law: RULE.get(rule)?.law ?? '', reason, lines: places, at: at.toISOString(),
    status: closedAt ? 'closed' : 'open', closedAt: closedAt?.toISOString() ?? null, outcome,
  };
}
