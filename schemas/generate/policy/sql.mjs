import { ATTRIBUTES } from './attributes.mjs';
import { grouped } from './grouped.mjs';
import { expand } from './typescript.mjs';

const quote = (value) => (typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`);
const column = (path) => ATTRIBUTES[path].sql.split(' ')[0];
const operand = (side) => (side.path ? column(side.path) : quote(side.value));
const array = (codes) => `array[${codes.map(quote).join(', ')}]::text[]`;

/** One small function per operator; each gives an SQL expression that needs no brackets around it. */
const OPS = {
  and: ({ all }) => `(${all.map(expression).join(' and ')})`,
  or: ({ all }) => `(${all.map(expression).join(' or ')})`,
  not: ({ node }) => `(not ${expression(node)})`,
  flag: ({ path }) => column(path),
  same: ({ left, right }) => `(${operand(left)} = ${operand(right)})`,
  differs: ({ left, right }) => `(${operand(left)} <> ${operand(right)})`,
  atLeast: ({ left, right }) => `(${operand(left)} >= ${operand(right)})`,
  below: ({ left, right }) => `(${operand(left)} < ${operand(right)})`,
  oneOf: ({ path, codes }) => `(${column(path)} in (${codes.map(quote).join(', ')}))`,
  holds: ({ path, right }) => `(${operand(right)} = any (${column(path)}))`,
  meets: ({ path, codes }) => `(${column(path)} && ${array(codes)})`,
  everyBit: ({ path, right }) => `((${operand(right)} & ~${column(path)}) = 0)`,
  anyBit: ({ path, right }) => `((${column(path)} & ${operand(right)}) <> 0)`,
};

const expression = (tree) => OPS[tree.op](tree);

/** The masks of rules and groups, OR-ed. `test`: what of its condition makes a rule count. */
function sum(nodes, test, indent = '    ') {
  return nodes.map((node) => masked(node, test, indent)).join(`\n${indent}| `);
}

function masked({ id, mask, condition, nodes }, test, indent) {
  const inner = nodes ? `(\n${indent}    ${sum(nodes, test, `${indent}  `)})` : String(mask);
  const counted = condition ? `case when ${expression(condition)}${test} then ${inner} else 0 end` : inner;
  return nodes ? counted : `${counted} /* ${id} */`;
}

/**
 * One expression without sub-selects, so that PostgreSQL can inline it. It fails shut: a permit
 * counts when its condition is true, a forbid unless its condition is false, so NULL opens nothing.
 */
export function compileSql({ terms, rules, purposes, hash }) {
  const known = Object.fromEntries(terms.map(({ name, tree }) => [name, tree]));
  const part = (effect, test) => sum(grouped(rules.filter((rule) => rule.effect === effect)
    .map((rule) => ({ ...rule, tree: expand(rule.tree, known) }))), test);
  return `-- Generated from schemas/policy by \`npm run generate\`. Do not edit.
-- Mask of the classes that an agency may see of a record for a request.
create or replace function policy_visible_classes(
${Object.values(ATTRIBUTES).map(({ sql }) => `  ${sql}`).join(',\n')}
) returns int language sql immutable parallel safe as $policy$
  select (
      ${part('permit', '')}
  ) & ~(
      ${part('forbid', ' is not false')}
  )
$policy$;

-- A purpose's bit; of one that does not exist, none.
create or replace function policy_purpose_bit(purpose text) returns int language sql immutable parallel safe as $policy$
  select case purpose ${purposes.map(({ code, bit }) => `when ${quote(code)} then ${2 ** bit}`).join(' ')} else 0 end
$policy$;

create or replace function policy_hash() returns text language sql immutable parallel safe as $policy$
  select '${hash}'
$policy$;
`;
}
