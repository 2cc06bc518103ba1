import { KINDS } from '#libs/contracts';
import { EVERY_CLASS, type Class, type Purpose } from '../model/words.js';
import { selectionOf } from '../exits/graph.js';
import { OFFICER, type Observing } from '../exits/observing.js';
import { documentOf, wordsIn, wordOf } from './documents.js';
import { recordIds } from './live.js';
import type { Kind, Side } from './history.js';
import { classesOf, momentsOf, standingsOf, type Moment, type Standing } from './view-history.js';

const TYPE: Readonly<Record<Kind, { type: string; one: string; many: string }>> = {
  case: { type: 'Case', one: 'case', many: 'cases' }, incident: { type: 'Incident', one: 'incident', many: 'incidents' }, alert: { type: 'Alert', one: 'alert', many: 'alerts' },
};

/**
 * What the observer is shown, held against what the oracle says that it may see: no less, for a denial
 * without a reason is a fault as well, and no more, for what leaks in both worlds alike parts no transcripts.
 * @returns each place where the two part, in words
 */
export async function againstOracle(observed: Observing, side: Side): Promise<string[]> {
  const { pair, client } = observed;
  const { observer } = pair;
  const found: string[] = [];
  const now = momentsOf(pair, side).at(-1)!;
  const standings = [...(standingsOf(pair, side).at(-1) ?? [])];
  const ids = recordIds(pair);
  const requests = [...observer.purposes.map((purpose) => ({ purpose, officer: OFFICER })), { purpose: observer.purposes[0]!, officer: null }];
  for (const { purpose, officer } of requests) {
    const asked = { purpose, legalBasis: observer.legalBases[0]!, officer };
    const seen = new Map(standings.map(([step, standing]) => [ids.get(step)!, { standing, classes: seenOf(observed, now, standing, { purpose, officer: officer !== null }) }]));
    for (const [id, { standing, classes }] of seen) {
      const { type, one } = TYPE[standing.submitted.kind];
      const { data } = await client.graphql(observer.client, { ...asked, query: `query($id: ID!) { ${one}(id: $id) ${selectionOf(type)} }`, variables: { id } });
      const fault = faultOf(data?.[one] ?? null, standing, classes, ids);
      if (fault) found.push(`${one} ${id} (${standing.submitted.by}) for ${purpose} by ${officer ?? 'a machine'}: ${fault}`);
    }
    for (const [kind, { many }] of Object.entries(TYPE)) {
      const { data } = await client.graphql(observer.client, { ...asked, query: `{ ${many}(first: 100) { edges { node { id } } } }` });
      const listed = (data?.[many]?.edges ?? []).map(({ node }: { node: { id: string } }) => node.id).join();
      const expected = [...seen].filter(([, { standing, classes }]) => standing.submitted.kind === kind && classes.size > 0).map(([id]) => id).sort().reverse().join();
      if (listed !== expected) found.push(`${many} for ${purpose}: lists ${listed || 'nothing'}, should list ${expected || 'nothing'}`);
    }
  }
  return found;
}

/** Classes by the agency's rights, less those that the client may not see at all. */
function seenOf({ pair: { observer } }: Observing, now: Moment, standing: Standing, request: { purpose: Purpose; officer: boolean }): ReadonlySet<Class> {
  const classes = classesOf(standing, observer.agency, now, { clearance: observer.clearance, ...request });
  return new Set([...classes].filter((name) => observer.classes.includes(name)));
}

function faultOf(shown: { withheld: string[] } | null, { submitted, label, content }: Standing, classes: ReadonlySet<Class>, ids: ReadonlyMap<number, string>): string | null {
  if (shown === null || classes.size === 0) return shown === null && classes.size === 0 ? null : shown ? 'is shown, and may not be seen' : `is not shown, and ${[...classes].join(', ')} may be seen`;
  const withheld = EVERY_CLASS.filter((name) => !classes.has(name));
  const parted = withheld.filter((name) => !shown.withheld.includes(name)).concat(shown.withheld.filter((name) => classes.has(name as Class)) as Class[]);
  if (parted.length > 0) return `withheld differs in ${parted.join(', ')}`;
  const document = documentOf({ ...submitted, label, content, caseId: submitted.about === null ? null : ids.get(submitted.about)! });
  const written = wordsIn(JSON.stringify(document));
  const expected = EVERY_CLASS.map((name) => ({ name, word: wordOf(name, content[name] ?? 0) })).filter(({ word }) => written.has(word));
  // What is joined to it is another record, with words of its own.
  const told = wordsIn(JSON.stringify({ ...shown, alerts: null, case: null }));
  const missing = expected.filter(({ name, word }) => classes.has(name) && !told.has(word));
  const surplus = [...told].filter((word) => !expected.some((each) => each.word === word && classes.has(each.name)));
  if (missing.length === 0 && surplus.length === 0) return null;
  return `lacks ${missing.map(({ word }) => word).join(', ') || 'nothing'}, shows ${surplus.join(', ') || 'nothing'} too much`;
}

/** Every kind of the hub has its place here: a new one is asked for as well. */
export const KINDS_KNOWN = Object.keys(TYPE).sort().join() === Object.keys(KINDS).sort().join();
