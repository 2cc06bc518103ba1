import { Refusal } from '#libs/kernel';
import { POLICY_HASH } from '#libs/policy';
import type { Database, Statement } from '#libs/postgres';

const RULES_IN_FORCE: Statement = { name: 'disclosure.rules_in_force', text: 'select disclosure.rules_in_force() as hash' };

/**
 * Whether PostgreSQL decides by this process's rule table. Where it does not, `disclosure.admit` refuses
 * whatever the process asks: nobody is served by two tables at once.
 * @throws Refusal RULES_SUPERSEDED
 */
export async function expectSameRules(database: Database): Promise<void> {
  const [row] = await database.lookAside<{ hash: string }>(RULES_IN_FORCE);
  if (row?.hash !== POLICY_HASH) throw Refusal.because('RULES_SUPERSEDED', '', 'schemas/policy/rules.json', 'The database decides by another rule table.');
}
