import { ATTRIBUTES, CATEGORIES, TLP_RANKS } from './attributes.mjs';
import { expand } from './typescript.mjs';

/** Cedar's words for the three sides of a question. */
const SIDES = { record: 'resource', audience: 'principal', request: 'context' };
const TYPES = { text: 'String', codes: 'Set<String>', mask: 'Set<String>', rank: 'Long', flag: 'Bool', time: 'Long' };

const quote = (value) => JSON.stringify(String(value));
const set = (codes) => `[${codes.map(quote).join(', ')}]`;
const attribute = (path) => { const [side, name] = path.split('.'); return `${SIDES[side]}.${name}`; };
const typeOf = (path) => ATTRIBUTES[path].type;

/** A mask is a set of codes in Cedar, so that a bit that is wrong in the other two shows. */
function compiler({ purposes }) {
  const bits = { purposes: purposes.map(({ code, bit }) => [code, 2 ** bit]), categories: Object.entries(CATEGORIES) };
  const codesOf = (mask, path) => bits[ATTRIBUTES[path].literals].filter(([, bit]) => mask & bit).map(([code]) => code);
  const operand = (side, beside) => {
    if (side.path) return attribute(side.path);
    if (typeOf(beside) === 'mask') return set(codesOf(side.value, beside));
    return typeof side.value === 'number' ? String(side.value) : quote(side.value);
  };
  const isNone = ({ left, right }) => typeOf(left.path) === 'mask' && right.value === 0;
  const compare = (sign) => ({ left, right }) => `${operand(left, left.path)} ${sign} ${operand(right, left.path)}`;
  const ops = {
    and: ({ all }) => all.map(bracketed).join(' && '),
    or: ({ all }) => all.map(bracketed).join(' || '),
    not: ({ node }) => `!${bracketed(node)}`,
    flag: ({ path }) => attribute(path),
    same: (node) => (isNone(node) ? `${attribute(node.left.path)}.isEmpty()` : compare('==')(node)),
    differs: (node) => (isNone(node) ? `!${attribute(node.left.path)}.isEmpty()` : compare('!=')(node)),
    atLeast: compare('>='),
    below: compare('<'),
    oneOf: ({ path, codes }) => `${set(codes)}.contains(${attribute(path)})`,
    holds: ({ path, right }) => `${attribute(path)}.contains(${operand(right, path)})`,
    meets: ({ path, codes }) => `${attribute(path)}.containsAny(${set(codes)})`,
    everyBit: ({ path, right }) => `${attribute(path)}.containsAll(${operand(right, path)})`,
    anyBit: ({ path, right }) => `${attribute(path)}.containsAny(${operand(right, path)})`,
  };
  const expression = (tree) => ops[tree.op](tree);
  const bracketed = (tree) => (['flag', 'oneOf', 'holds', 'meets', 'everyBit', 'anyBit'].includes(tree.op) ? expression(tree) : `(${expression(tree)})`);
  return expression;
}

/** One policy a rule; a class is an action. Cedar's own combination, deny by default and forbid beats permit, is the table's. */
export function compileCedar(policy) {
  const { terms, rules, allClasses, hash } = policy;
  const known = Object.fromEntries(terms.map(({ name, tree }) => [name, tree]));
  const expression = compiler(policy);
  const policies = rules.map(({ id, effect, title, law, codes, mask, tree }) => `
@id(${quote(id)})
@title(${quote(title)})
@law(${quote(law)})
${effect} (
  principal,
  ${mask === allClasses ? 'action' : `action in [${codes.map((code) => `Action::"${code}"`).join(', ')}]`},
  resource
) when { ${expression(expand(tree, known))} };
`);
  return `// Generated from schemas/policy by \`npm run generate\`. Do not edit.
// The rule table as Cedar has it. Nothing in the hub runs it: it is the referee of the two that do.
// Policy ${hash}; TLP as ranks: ${Object.entries(TLP_RANKS).map(([code, rank]) => `${code} ${rank}`).join(', ')}.
${policies.join('')}`;
}

export function compileCedarSchema({ classes }) {
  const shape = (side) => Object.entries(ATTRIBUTES).filter(([path]) => path.startsWith(`${side}.`))
    .map(([path, { type }]) => `  "${path.split('.')[1]}": ${TYPES[type]},`).join('\n');
  return `// Generated from schemas/policy by \`npm run generate\`. Do not edit.
// Masks are sets of codes; times are milliseconds since 1970.
entity Agency = {
${shape('audience')}
};
entity Record = {
${shape('record')}
};
action ${classes.map(({ code }) => quote(code)).join(', ')} appliesTo {
  principal: [Agency],
  resource: [Record],
  context: {
${shape('request')}
  },
};
`;
}
