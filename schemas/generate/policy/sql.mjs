import { ATTRIBUTES } from './attributes.mjs';
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

/**
 * One expression without sub-selects, so that PostgreSQL can inline it. It fails shut: a permit
 * counts when its condition is true, a forbid unless its condition is false, so NULL opens nothing.
 */
export function compileSql({ terms, rules, purposes, hash }) {
  const known = Object.fromEntries(terms.map(({ name, tree }) => [name, tree]));
  const part = (effect, test) => rules.filter((rule) => rule.effect === effect)
    .map(({ id, mask, tree }) => `case when ${expression(expand(tree, known))}${test} then ${mask} else 0 end /* ${id} */`)
    .join('\n    | ');
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
