/** Regimes of the Union: a Member State's own law under Directive (EU) 2016/680, and that of the agencies. */
const UNION = ['EU-LED', 'EU-AGENCY'];
const REGIME_OF_READER = 'audience.regime';
const REGIME_OF_RECORD = 'record.regime';

/**
 * Rules that hold a reader of another Member State or of a Union agency to stricter conditions than one at home
 * (LED art. 9(4)). A reader at home is under the record's own regime. Whatever else a rule asks may hold or not:
 * every combination is tried, so a rule is found if there is any record, reader and request for which it parts them.
 * @returns {string[]} what is wrong with which rule; empty where nothing is
 */
export function stricterThanDomestic({ terms, rules }) {
  const known = Object.fromEntries(terms.map(({ name, tree }) => [name, tree]));
  return rules.flatMap(({ id, effect, tree }) => [...namesReader(id, tree, known), ...UNION.flatMap((home) => UNION
    .filter((other) => parts(effect, tree, known, home, other))
    .map((other) => `rule ${id}: for a record under ${home}, a reader under ${other} is held to stricter conditions than one under ${home}`))]);
}

/** An agency that a rule names is a Member State's, or may be one day. */
function namesReader(id, tree, known) {
  const named = atomsOf(tree, known).some(({ left, right, path, codes }) => (left ?? { path }).path === 'audience.agency' && (codes ?? right?.value) !== undefined);
  return named ? [`rule ${id}: names an agency; conditions are for all of its kind`] : [];
}

function parts(effect, tree, known, home, other) {
  const open = [...new Set(atomsOf(tree, known).filter((atom) => regimesOf(atom).length === 0).map(keyOf))];
  for (let bits = 0; bits < 2 ** open.length; bits++) {
    const holds = (reader) => evaluate(tree, known, (atom) => (regimesOf(atom).length > 0
      ? compared(atom, { [REGIME_OF_RECORD]: home, [REGIME_OF_READER]: reader })
      : (bits & (1 << open.indexOf(keyOf(atom)))) !== 0));
    const [athome, elsewhere] = [holds(home), holds(other)];
    if (effect === 'forbid' ? elsewhere && !athome : athome && !elsewhere) return true;
  }
  return false;
}

function evaluate(tree, known, atom) {
  if (tree.op === 'term') return evaluate(known[tree.name], known, atom);
  if (tree.op === 'not') return !evaluate(tree.node, known, atom);
  if (tree.op === 'and') return tree.all.every((child) => evaluate(child, known, atom));
  if (tree.op === 'or') return tree.all.some((child) => evaluate(child, known, atom));
  return atom(tree);
}

function atomsOf(tree, known) {
  if (tree.op === 'term') return atomsOf(known[tree.name], known);
  return tree.node ? atomsOf(tree.node, known) : tree.all ? tree.all.flatMap((child) => atomsOf(child, known)) : [tree];
}

const regimesOf = ({ path, left, right }) => [path, left?.path, right?.path].filter((each) => each === REGIME_OF_READER || each === REGIME_OF_RECORD);

/** Regimes are texts: they are compared with one another, or looked for in a list. */
function compared({ op, path, codes, left, right }, regimes) {
  const valueOf = (side) => (side.path ? regimes[side.path] : side.value);
  if (op === 'oneOf') return codes.includes(regimes[path]);
  return (valueOf(left) === valueOf(right)) === (op === 'same');
}

const keyOf = (atom) => JSON.stringify(atom);
