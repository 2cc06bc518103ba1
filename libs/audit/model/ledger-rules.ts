import type { Caller, Role } from '#libs/kernel';

/** What may be asked of a ledger: its lines, or how its trees stand. */
export type LedgerPart = 'lines' | 'trees';

interface LedgerRule {
  readonly id: string;
  readonly title: string;
  /** Null: every client. */
  readonly role: Role | null;
  readonly whose: 'own' | 'any';
  readonly parts: readonly LedgerPart[];
}

/**
 * Who sees which line: the rule table of the ledger, compiled to the predicate below and to SQL. It
 * stands apart from `schemas/policy/rules.json`, whose rules speak of a record's label: a line has
 * none but the agency whose act it records.
 */
export const LEDGER_RULES: readonly LedgerRule[] = [
  { id: 'ledger.own-trees', title: 'Every client sees how the trees of its own agency stand', role: null, whose: 'own', parts: ['trees'] },
  { id: 'ledger.own-lines', title: 'An agency\'s data-protection officer sees its lines (LED art. 25(2), 34)', role: 'data-protection-officer', whose: 'own', parts: ['lines', 'trees'] },
  { id: 'ledger.supervisor', title: 'The supervisory authority sees all (LED art. 25(3), 47)', role: 'supervisor', whose: 'any', parts: ['lines', 'trees'] },
];

/** Whether a caller may ask this of this agency's ledger; the same as `audit.may` in SQL. */
export function mayRead(caller: Pick<Caller, 'agency' | 'roles'>, agency: string, part: LedgerPart): boolean {
  return LEDGER_RULES.some(({ role, whose, parts }) =>
    parts.includes(part) && (role === null || caller.roles.includes(role)) && (whose === 'any' || caller.agency === agency));
}

function sqlOf({ role, whose, parts }: LedgerRule): string {
  const terms = [`p_part in (${parts.map((part) => `'${part}'`).join(', ')})`];
  if (role) terms.push(`'${role}' = any (c.roles)`);
  if (whose === 'own') terms.push('c.agency = p_agency');
  return `(${terms.join(' and ')})`;
}

export const MAY_READ_SQL = `
create or replace function audit.may(c audit.caller, p_agency text, p_part text) returns boolean language sql immutable as $$
  select coalesce(${LEDGER_RULES.map(sqlOf).join('\n    or ')}, false)
$$;
`;
