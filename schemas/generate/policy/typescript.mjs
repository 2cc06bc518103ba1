import { grouped } from './grouped.mjs';

const text = (value) => (typeof value === 'number' ? String(value) : `'${String(value).replaceAll(/[\\']/g, '\\$&')}'`);
const operand = (side) => side.path ?? text(side.value);
const anyOf = (codes, one) => codes.map(one).join(' || ');

/** One small function per operator; each gives a TypeScript expression. */
const OPS = {
  and: ({ all }) => all.map(bracketed).join(' && '),
  or: ({ all }) => all.map(bracketed).join(' || '),
  not: ({ node }) => `!${bracketed(node)}`,
  term: ({ name }) => name,
  flag: ({ path }) => path,
  same: ({ left, right }) => `${operand(left)} === ${operand(right)}`,
  differs: ({ left, right }) => `${operand(left)} !== ${operand(right)}`,
  atLeast: ({ left, right }) => `${operand(left)} >= ${operand(right)}`,
  below: ({ left, right }) => `${operand(left)} < ${operand(right)}`,
  oneOf: ({ path, codes }) => anyOf(codes, (code) => `${path} === ${text(code)}`),
  holds: ({ path, right }) => `${path}.includes(${operand(right)})`,
  meets: ({ path, codes }) => anyOf(codes, (code) => `${path}.includes(${text(code)})`),
  everyBit: ({ path, right }) => `(${operand(right)} & ~${path}) === 0`,
  anyBit: ({ path, right }) => `(${path} & ${operand(right)}) !== 0`,
};

const expression = (tree) => OPS[tree.op](tree);

/** What binds tighter than any operator around it goes without brackets. */
const TIGHT = new Set(['term', 'flag', 'holds', 'not']);
const bracketed = (tree) => (TIGHT.has(tree.op) ? expression(tree) : `(${expression(tree)})`);
const HEAD = '// Generated from schemas/policy by `npm run generate`. Do not edit.\n';
const SIGNATURE = 'record: RecordLabel, audience: AudienceLabel, request: RequestLabel';

/** `visibleClasses`: straight-line code; the forbids that shut everything come first and end it. A term that one rule names is asked there alone. */
export function compilePredicate({ terms: all, rules: table, hash, allClasses }) {
  const terms = all.filter(({ name }) => table.filter(({ tree }) => names(tree, name)).length > 1);
  const once = Object.fromEntries(all.filter((term) => !terms.includes(term)).map(({ name, tree }) => [name, tree]));
  const rules = table.map((rule) => ({ ...rule, tree: expand(rule.tree, once) }));
  const shutting = rules.filter(({ effect, mask }) => effect === 'forbid' && mask === allClasses);
  const forbids = rules.filter((rule) => rule.effect === 'forbid' && !shutting.includes(rule));
  const permits = rules.filter(({ effect }) => effect === 'permit');
  return `${HEAD}import type { AudienceLabel, RecordLabel, RequestLabel } from '../model/labels.js';

/** sha-256 of the rule table, the classes and the purposes. */
export const POLICY_HASH = '${hash}';

/** Mask of the classes that this audience may see of this record for this request. */
export function visibleClasses(${SIGNATURE}): number {
${terms.map(({ name, tree }) => `  const ${name} = ${expression(tree)};`).join('\n')}
${statements(grouped(shutting), () => 'return 0;')}
  let mask = 0;
${statements(grouped(permits), (classes) => `mask |= ${classes};`)}
${statements(grouped(forbids), (classes) => `mask &= ~${classes};`)}
  return mask;
}
`;
}

function statements(nodes, effectOf, indent = '  ') {
  return nodes.map(({ id, mask, condition, nodes: inner }) => {
    const asked = condition ? `if (${expression(condition)}) ` : '';
    if (!inner) return `${indent}${asked}${effectOf(mask)} // ${id}`;
    return `${indent}${asked}{\n${statements(inner, effectOf, `${indent}  `)}\n${indent}}`;
  }).join('\n');
}

const parameter = (name, source) => (new RegExp(`\\b${name}\\.`).test(source) ? name : `_${name}`);

/** Each rule as plain words and one condition, for `explainClasses`: slower, and says why. */
export function compileRules({ terms, rules }) {
  const known = Object.fromEntries(terms.map(({ name, tree }) => [name, tree]));
  return `${HEAD}import type { Rule } from '../model/rule.js';

export const RULES: readonly Rule[] = [
${rules.map((rule) => ruleText(rule, known)).join('\n')}
];
`;
}

function ruleText({ id, effect, title, law, mask, tree }, known) {
  const source = expression(expand(tree, known));
  const names = ['record', 'audience', 'request'].map((name) => parameter(name, source)).join(', ');
  return `  {
    id: ${text(id)}, effect: ${text(effect)}, classes: ${mask},
    title: ${JSON.stringify(title)},
    law: ${JSON.stringify(law)},
    applies: (${names}) => ${source},
  },`;
}

const names = (tree, term) => (tree.op === 'term' ? tree.name === term : [tree.node, ...tree.all ?? []].some((child) => child && names(child, term)));

/** Terms that are `known` written out, for places that have no local names for them. */
export function expand(tree, known) {
  if (tree.op === 'term') return known[tree.name] ?? tree;
  if (tree.op === 'not') return { ...tree, node: expand(tree.node, known) };
  if (tree.all) return { ...tree, all: tree.all.map((child) => expand(child, known)) };
  return tree;
}
