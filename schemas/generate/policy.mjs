import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileCedar, compileCedarSchema } from './policy/cedar.mjs';
import { readPolicy } from './policy/read.mjs';
import { renderReadme } from './policy/readme.mjs';
import { compileSql } from './policy/sql.mjs';
import { compilePredicate, compileRules } from './policy/typescript.mjs';

const ROOT = new URL('../../', import.meta.url);
const OUT = 'libs/policy/generated/';
const CEDAR = 'schemas/policy/generated/';
const README = 'schemas/policy/README.md';

export { ruleTable } from './policy/read.mjs';

/** Path below the project's root → text that belongs there for this table, the project's own where none is given. */
export function policyFiles(table) {
  const policy = readPolicy(table);
  const sql = compileSql(policy);
  return {
    [`${OUT}rules.generated.ts`]: compilePredicate(policy),
    [`${OUT}explain.generated.ts`]: compileRules(policy),
    [`${OUT}rules.generated.sql`]: sql,
    [`${OUT}sql.generated.ts`]: sqlModule(sql),
    [`${CEDAR}policies.cedar`]: compileCedar(policy),
    [`${CEDAR}schema.cedarschema`]: compileCedarSchema(policy),
    [README]: renderReadme(readFileSync(new URL(README, ROOT), 'utf8'), policy),
  };
}

/** The same SQL for migrations: tsc copies no .sql file to dist. */
function sqlModule(sql) {
  return `// Generated from schemas/policy by \`npm run generate\`. Do not edit.
/** \`policy_visible_classes(…)\`, \`policy_purpose_bit(…)\` and \`policy_hash()\`, to be run by a migration. */
export const POLICY_SQL = \`${sql.replaceAll(/[\\`$]/g, '\\$&')}\`;
`;
}

/**
 * Writes what is not fresh and returns the paths; with `check` it only returns them.
 * @param {{ check?: boolean }} [options]
 * @returns {string[]} paths below the project's root that were stale
 */
export function generatePolicy({ check = false } = {}) {
  const stale = Object.entries(policyFiles()).filter(([path, text]) => readOrNothing(path) !== text);
  if (!check) for (const [path, text] of stale) write(path, text);
  return stale.map(([path]) => path);
}

function readOrNothing(path) {
  try {
    return readFileSync(new URL(path, ROOT), 'utf8');
  } catch {
    return null;
  }
}

function write(path, text) {
  const target = new URL(path, ROOT);
  mkdirSync(new URL('./', target), { recursive: true });
  writeFileSync(target, text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const check = process.argv.includes('--check');
  const stale = generatePolicy({ check });
  for (const path of stale) console.log(`${check ? 'stale' : 'written'}: ${path}`);
  if (check && stale.length > 0) process.exitCode = 1;
}
