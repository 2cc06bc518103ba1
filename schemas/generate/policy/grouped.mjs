const conjuncts = (tree) => (tree.op === 'and' ? tree.all : [tree]);
const conjunction = (trees) => (trees.length > 1 ? { op: 'and', all: trees } : trees[0] ?? null);

/**
 * Rules of one effect with what several of them ask asked once: a condition that most share stands before all
 * that share it. A node is a rule, `{ id, mask, condition }` (null: nothing is left to ask), or a group,
 * `{ condition, nodes }`. No rule means anything else for it: `a and b` holds where `b` holds within `a`.
 */
export function grouped(rules) {
  return gather(rules.map(({ id, mask, tree }) => ({ id, mask, asked: conjuncts(tree) })));
}

function gather(rules) {
  const shared = mostShared(rules);
  if (shared === null) return rules.map(({ id, mask, asked }) => ({ id, mask, condition: conjunction(asked) }));
  const inside = rules.filter(({ asked }) => asked.some((tree) => keyOf(tree) === shared));
  const condition = inside[0].asked.find((tree) => keyOf(tree) === shared);
  const nodes = gather(inside.map((rule) => ({ ...rule, asked: rule.asked.filter((tree) => keyOf(tree) !== shared) })));
  return [{ condition, nodes }, ...gather(rules.filter((rule) => !inside.includes(rule)))];
}

/** The condition that the most rules have, the first of several; null when no two rules have one in common. */
function mostShared(rules) {
  const counts = new Map();
  for (const { asked } of rules) for (const key of new Set(asked.map(keyOf))) counts.set(key, (counts.get(key) ?? 0) + 1);
  const [key, count] = [...counts].reduce((most, one) => (one[1] > most[1] ? one : most), ['', 1]);
  return count > 1 ? key : null;
}

const keyOf = (tree) => JSON.stringify(tree);
