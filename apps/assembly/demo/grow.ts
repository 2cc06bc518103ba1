import { dayFrom, isTree, laidOver, type Ground, type Tree } from './ground.js';
import { account, handle, personFields, phone } from './persons.js';

type Operator = (template: Tree, ground: Ground, place: number) => unknown;
type Span = readonly [number, number];

/**
 * Grows a document from its template: plain JSON in which an object with a `$` key stands for
 * something that chance, the calendar or a table decides. `place` is the number in the innermost list.
 */
export function grow(template: unknown, ground: Ground, place = 1): unknown {
  if (Array.isArray(template)) return template.map((item) => grow(item, ground, place)).filter((item) => item !== undefined);
  if (!isTree(template)) return template;
  const name = Object.keys(template).find((key) => key.startsWith('$'));
  if (name) return operator(name)(template, ground, place);
  const grown = Object.entries(template).map(([key, value]) => [key, grow(value, ground, place)] as const);
  return Object.fromEntries(grown.filter(([, value]) => value !== undefined));
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  $pick: ({ $pick }, ground, place) => grow(fromTable(ground.chance.pick(optionsOf($pick, ground)), ground), ground, place),
  $some: ({ $some, from }, ground) => {
    const [least, most] = from as Span;
    return ground.chance.shuffled(optionsOf($some, ground)).slice(0, ground.chance.int(least, most));
  },
  $maybe: ({ $maybe, then, else: otherwise }, ground, place) => grow(ground.chance.next() < ($maybe as number) ? then : otherwise, ground, place),
  $also: ({ $also, ...rest }, ground, place) => laidOver(grow($also, ground, place), grow(rest, ground, place)),
  $list: ({ $list, of }, ground) => Array.from({ length: ground.chance.int(...($list as Span)) }, (_, index) => grow(of, ground, index + 1)),
  $use: ({ $use, with: changes }, ground, place) => grow(changed(fragment(String($use), ground), changes), ground, place),
  $person: ({ $person, sex, age, with: changes }, ground, place) =>
    laidOver(personFields(String($person), { sex: String(sex), age: age as Span }, ground), grow(changes ?? {}, ground, place)),
  $day: ({ $day }, { chance, now }) => dayFrom(now, chance.int(...($day as Span))),
  $moment: ({ $moment }, { chance, now }) => `${dayFrom(now, chance.int(...($moment as Span)))}T${String(chance.int(6, 18)).padStart(2, '0')}:30:00Z`,
  $int: ({ $int }, { chance }) => chance.int(...($int as Span)),
  $amount: ({ $amount }, { chance }) => String(Math.round(chance.int(...($amount as Span)) / 100) * 100),
  $n: ({ $n }, _ground, place) => `${String($n)}${place}`,
  $serial: ({ $serial }, ground) => `${String($serial)}${String(ground.serial(String($serial))).padStart(4, '0')}`,
  $about: ({ $about, of }, ground) => ground.about(String(of), String($about)),
  $phone: ({ $phone }, { chance }) => phone(String($phone), chance),
  $account: ({ $account }, { chance }) => account(String($account), chance),
  $handle: ({ $handle }, { chance }) => handle(String($handle), chance),
  $hash: ({ $hash }, { chance }) => Array.from({ length: $hash as number }, () => chance.int(0, 15).toString(16)).join(''),
};

function operator(name: string): Operator {
  const found = OPERATORS[name];
  if (!found) throw new TypeError(`the demo world knows no ${name}`);
  return found;
}

/** Options are listed, or named by their table. */
function optionsOf(given: unknown, ground: Ground): readonly unknown[] {
  return Array.isArray(given) ? given : table(String(given), ground);
}

/** An option may itself name a table: then one of that table is meant. */
function fromTable(option: unknown, ground: Ground): unknown {
  const named = typeof option === 'string' ? ground.tables[option] : undefined;
  return named ? ground.chance.pick(named) : option;
}

function table(name: string, ground: Ground): readonly unknown[] {
  const found = ground.tables[name];
  if (!found) throw new TypeError(`the demo world has no table ${name}`);
  return found;
}

function fragment(name: string, ground: Ground): unknown {
  const found = ground.fragments[name];
  if (found === undefined) throw new TypeError(`the demo world has no fragment ${name}`);
  return found;
}

/** The changes to a person are changes to what stands beside the invented part. */
function changed(template: unknown, changes: unknown): unknown {
  return isTree(template) && '$person' in template ? { ...template, with: laidOver(template['with'], changes) } : laidOver(template, changes);
}
