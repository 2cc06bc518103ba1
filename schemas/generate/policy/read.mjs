import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CATEGORIES, TLP_RANKS } from './attributes.mjs';
import { stricterThanDomestic } from './domestic.mjs';
import { buildTree } from './tree.mjs';

const FOLDER = new URL('../../policy/', import.meta.url);
const json = (name) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
const bitsOf = (entries) => Object.fromEntries(entries.map(({ code, bit }) => [code, 2 ** bit]));

/**
 * The policy of a table, checked: `{ classes, purposes, terms: [{name, tree}], rules: [{id, effect, title, law,
 * why, codes, mask, tree, ast}], hash, allClasses }`.
 */
export function readPolicy(table = ruleTable()) {
  return checkPolicy(table, json('classes.json').classes, json('purposes.json').purposes);
}

/** The table as it stands in `rules.json`, unchecked. */
export function ruleTable() {
  return json('rules.json');
}

export function checkPolicy(table, classes, purposes) {
  const numbers = { purposes: bitsOf(purposes), categories: CATEGORIES, tlp: TLP_RANKS };
  const bits = bitsOf(classes);
  const terms = Object.entries(table.terms).map(([name, ast]) => ({ name, ast, tree: buildTree(ast, {}, numbers) }));
  const ids = new Set();
  const rules = table.rules.map((rule) => {
    try {
      if (ids.has(rule.id)) throw new Error('the id is taken');
      ids.add(rule.id);
      return readRule(rule, bits, table.terms, numbers);
    } catch (error) {
      throw new Error(`schemas/policy/rules.json, rule ${rule.id}: ${error.message}`, { cause: error });
    }
  });
  const stricter = stricterThanDomestic({ terms, rules });
  if (stricter.length > 0) throw new Error(`schemas/policy/rules.json, LED art. 9(4): ${stricter.join('; ')}`);
  return { classes, purposes, terms, rules, hash: hashOf({ terms: table.terms, rules: table.rules, classes, purposes }), allClasses: sum(bits) };
}

function readRule(rule, bits, terms, numbers) {
  if (!['permit', 'forbid'].includes(rule.effect)) throw new Error(`unknown effect ${rule.effect}`);
  if (!rule.title || !rule.law) throw new Error('a rule needs its title and its law');
  const codes = rule.classes === '*' ? Object.keys(bits) : rule.classes;
  const unknown = codes.filter((code) => !(code in bits));
  if (unknown.length > 0) throw new Error(`unknown class ${unknown}`);
  const mask = codes.reduce((all, code) => all | bits[code], 0);
  return { ...rule, ast: rule.when, codes, mask, tree: buildTree(rule.when, terms, numbers) };
}

const sum = (bits) => Object.values(bits).reduce((all, bit) => all | bit, 0);

/** sha-256 of the table with sorted keys, so that only meaning changes it. */
function hashOf(value) {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}
