import { KINDS } from '#libs/contracts';
import { cursorOf } from '#libs/records';
import { type Kind } from '../worlds/history.js';
import { facetsOf, REFERENCES, selectionOf, subgraphLeaves } from './graph.js';
import { ABSENT, type Observing } from './observing.js';

const SHORT = '{ id version asOf withheld originator { code } }';
const PAGE = (selection: string) => `{ edges { cursor node ${selection} } pageInfo { hasNextPage endCursor } }`;

/** The ways in which every kind is asked for. */
export interface KindAsked {
  readonly kind: Kind;
  readonly type: string;
  readonly one: string;
  readonly many: string;
}

/** Every id of both worlds, for every purpose, with everything that can be asked of it. */
export async function askById({ pair: { observer }, ids, ask }: Observing, { kind, type, one }: KindAsked): Promise<void> {
  const exits = [`Query.${one}`, `Query.${one}(id)`];
  for (const purpose of observer.purposes) {
    const own = ids.filter((each) => each.kind === kind || each.id === ABSENT);
    await Promise.all(own.map(({ id }) => ask(exits, { query: `query($id: ID!) { ${one}(id: $id) ${selectionOf(type)} }`, variables: { id }, purpose })));
    const others = ids.filter((each) => each.kind !== kind).map(({ id }, index) => `other${index}: ${one}(id: "${id}") ${SHORT}`);
    await ask(exits, { query: `{ ${others.join(' ')} none: ${one}(id: "x") ${SHORT} }`, purpose });
  }
  await ask(exits, { query: `{ ${ids.map(({ id }, index) => `one${index}: ${one}(id: "${id}") ${SHORT}`).join(' ')} }`, officer: null });
}

/** Lists of every size, walked to their end, and begun behind every record of both worlds. */
export async function askLists({ pair: { observer }, ids, ask }: Observing, { many }: KindAsked): Promise<void> {
  const exits = [`Query.${many}`, `Query.${many}(first)`, `Query.${many}(after)`];
  for (const purpose of observer.purposes) {
    for (const first of [1, 2, 100]) {
      let after: string | null = null;
      do {
        const query = `query($first: Int, $after: String) { ${many}(first: $first, after: $after) ${PAGE(SHORT)} }`;
        const answer = await ask(exits, { query, variables: { first, after }, purpose });
        const page = answer.data?.[many]?.pageInfo as { hasNextPage: boolean; endCursor: string } | undefined;
        after = page?.hasNextPage ? page.endCursor : null;
      } while (after !== null);
    }
    await ask(exits, { query: `{ ${many} ${PAGE(SHORT)} }`, purpose });
    const behind = ids.map(({ id }, index) => `behind${index}: ${many}(first: 3, after: "${cursorOf({ id })}") ${PAGE('{ id }')}`);
    await ask(exits, { query: `{ ${behind.join(' ')} }`, purpose });
  }
  for (const first of [0, -1, 101]) await ask(exits, { query: `{ ${many}(first: ${first}) ${PAGE(SHORT)} }` });
  await ask(exits, { query: `{ ${many}(after: "x") ${PAGE(SHORT)} }` });
}

/** Every filter with every value that stands in either world, alone and with the next one. */
export async function askFilters({ pair: { observer }, documents, ids, ask }: Observing, { kind, many, type }: KindAsked): Promise<void> {
  const values = new Map(facetsOf(type).map((facet) => [facet, valuesOf(kind, facet, documents, ids)]));
  const list = (name: string, filter: Readonly<Record<string, string>>) => {
    const inner = Object.entries(filter).map(([facet, value]) => `${facet}: ${JSON.stringify(value)}`).join(', ');
    return `${name}: ${many}(first: 2, filter: { ${inner} }) { edges { node { id version } } pageInfo { hasNextPage } }`;
  };
  const facets = [...values];
  for (const purpose of observer.purposes) {
    await Promise.all(facets.map(([facet, own], place) => {
      const alone = own.map((value, index) => list(`v${index}`, { [facet]: value }));
      const [next, others] = facets[(place + 1) % facets.length]!;
      const both = others.slice(0, 3).map((value, index) => list(`b${index}`, { [facet]: own[0]!, [next]: value }));
      const exits = [`Query.${many}(filter)`, `${type}Filter.${facet}`];
      return ask(exits, { query: `{ ${[...alone, ...both].join(' ')} }`, purpose });
    }));
  }
}

/** Values of a facet in the documents of both worlds, then one that is in none. */
function valuesOf(kind: Kind, facet: string, documents: Observing['documents'], ids: Observing['ids']): string[] {
  const path = KINDS[kind]!.facets.find(({ name }) => name === facet)!.path;
  const found = documents.filter((each) => each.kind === kind).flatMap(({ document }) => at(document, path));
  const about = facet === 'caseId' || facet === 'incidentId' ? ids.map(({ id }) => id) : [];
  return [...new Set([...found, ...about, 'none'])].slice(0, 20);
}

function at(node: unknown, [step, ...rest]: readonly string[]): string[] {
  if (node === undefined || node === null) return [];
  if (Array.isArray(node)) return node.flatMap((item) => at(item, step === undefined ? [] : [step, ...rest]));
  return step === undefined ? [String(node)] : at((node as Record<string, unknown>)[step], rest);
}

/** A record by the reference that one subgraph hands to another: all of both worlds at once, and one by one. */
export async function askReferences(observed: Observing): Promise<void> {
  for (const reference of REFERENCES) {
    const { subgraph, type, key } = reference;
    const query = `query($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { ${subgraphLeaves(reference)} } } }`;
    const keys = key === 'code' ? ['fia', 'iom', 'nobody', ...observed.pair.invented.map(({ code }) => code)] : [...observed.ids.map(({ id }) => id), 'x'];
    for (const purpose of observed.pair.observer.purposes) {
      await Promise.all([keys, ...keys.map((one) => [one])].map(async (asked) => {
        const answered = observed.transcript.expect([`_entities ${subgraph}/${type}`], `${query} ${JSON.stringify(asked)} for ${purpose}`);
        const representations = asked.map((value) => ({ __typename: type, [key]: value }));
        const context = { caller: observed.caller(purpose) };
        answered(JSON.stringify(await observed.hub.executors.get(subgraph)!.execute({ kind: 'query', query, variables: { representations }, context })));
      }));
    }
  }
}
