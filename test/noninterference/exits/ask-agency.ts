import { getIntrospectionQuery } from 'graphql';
import { selectionOf } from './graph.js';
import type { Pair } from '../worlds/history.js';
import { participationAtEnd } from '../worlds/participation.js';
import { ABSENT, OFFICER, type Observing } from './observing.js';

/** The directory: the observer's own standing, and the participants, who are public. */
export async function askDirectory({ ask, pair: { invented, observer } }: Observing): Promise<void> {
  for (const purpose of observer.purposes) await ask(['Query.me'], { query: `{ me ${selectionOf('Client')} }`, purpose });
  await ask(['Query.agencies'], { query: `{ agencies ${selectionOf('Agency')} }` });
  for (const code of ['fia', 'nobody', '', ...invented.map((one) => one.code)]) {
    await ask(['Query.agency', 'Query.agency(code)'], { query: `query($code: ID!) { agency(code: $code) ${selectionOf('Agency')} }`, variables: { code } });
  }
}

/** Who sees what of a record, for every record of both worlds: about one's own client, about others', and about none. */
export async function askExplanations({ ask, ids, pair, otherClients }: Observing): Promise<void> {
  const { observer, agencies } = pair;
  const exits = ['Query.explanation', 'Query.explanation(client)', 'Query.explanation(record)'];
  const own = new Set(pair.steps.flatMap(({ left }, step) => (left?.do === 'submit' && left.by === observer.agency.code ? [step] : [])));
  // That a client exists is told to the originator of a record, about that record, and so that it is shut out: a flow that is allowed.
  const [left, right] = (['left', 'right'] as const).map((side) => participationAtEnd(pair, side).suspended);
  const comparable = agencies.filter(({ code }) => own.size === 0 || left!.includes(code) === right!.includes(code));
  const clients = [observer.client, ...comparable.slice(0, 4).map(({ code }) => code), 'nobody'];
  for (const purpose of observer.purposes) {
    for (const client of clients) {
      const query = ids.map(({ id }, index) => `e${index}: explanation(client: "${client}", record: "${id}") ${selectionOf('ClassExplanation')}`).join(' ');
      await ask(exits, { query: `{ ${query} }`, purpose });
    }
  }
  const others = ids.filter((_, index) => !own.has(index));
  for (const client of otherClients.slice(0, own.size > 0 ? 0 : 3)) {
    const query = others.map(({ id }, index) => `e${index}: explanation(client: "${client}", record: "${id}") ${selectionOf('ClassExplanation')}`).join(' ');
    await ask(exits, { query: `{ ${query} }` });
  }
}

/** The schema, and questions that cannot be asked. */
export async function askSchema({ ask, pair: { observer } }: Observing): Promise<void> {
  await ask(['introspection'], { query: getIntrospectionQuery() });
  const wrong = [
    '{ cases {', '{ cases { edges { node { password } } } }', '{ case(id: 7) { id } }', 'subscription { nothing }', '{ __type(name: "Case") { fields { name } } }',
    '{ _entities(representations: []) { __typename } }', '{ _service { sdl } }', `{ case(id: "${ABSENT}") { ...F } } fragment F on Case { nope }`,
  ];
  for (const query of wrong) await ask(['errors'], { query });
  await ask(['errors'], { query: '{ me { id } }', purpose: 'none' });
  await ask(['errors'], { query: '{ me { id } }', purpose: '' });
  await ask(['errors'], { query: '{ me { id } }', legalBasis: 'none' });
  await ask(['errors'], { query: '{ me { id } }', headers: { authorization: 'Bearer none' } });
  await ask(['errors'], { query: '{ me { id agency { code } } }', headers: { 'amanat-agency': 'fia', 'x-forwarded-user': 'fia' }, purpose: observer.purposes.at(-1)! });
}

const STREAMS = ['records', 'alerts', 'recalls', 'approvals', 'protection', 'step-0', 'nowhere'];
/** As `open a stream` of a step names it. */
const streamsOf = ({ steps, observer }: Pair) => steps.flatMap(({ left }, step) => (left?.do === 'open a stream' && left.by === observer.agency.code ? [`step-${step}`] : []));
const ENTRY = 'cursor id type time kind recordId version event';

/** What a stream brought: the cursors of its entries, or that it was refused. */
export interface Fed {
  readonly stream: string;
  readonly cursors: readonly string[] | null;
}

/** The pull feed from its start and from every place in it, in pages of every size. */
export async function askFeed({ ask, pair }: Observing): Promise<Fed[]> {
  const exits = ['Query.deliveries', 'Query.deliveries(stream)', 'Query.deliveries(after)', 'Query.deliveries(first)'];
  const query = `query($stream: String!, $after: String, $first: Int) { deliveries(stream: $stream, after: $after, first: $first) {
    edges { cursor node { ${ENTRY} } } pageInfo { hasNextPage endCursor } } }`;
  const fed: Fed[] = [];
  for (const stream of new Set([...STREAMS, ...streamsOf(pair)])) {
    const { data } = await ask(exits, { query, variables: { stream, first: 100 } });
    const cursors = data?.deliveries ? (data.deliveries.edges as { cursor: string }[]).map(({ cursor }) => cursor) : null;
    fed.push({ stream, cursors });
    for (const [place, after] of (cursors ?? []).entries()) await ask(exits, { query, variables: { stream, after, first: (place % 3) + 1 } });
    for (const first of [0, 101]) await ask(exits, { query, variables: { stream, first } });
    await ask(exits, { query, variables: { stream, after: 'x', first: 1 } });
  }
  return fed;
}

/** The same entries by both protocols of subscriptions, from the start and from behind the first. */
export async function askSubscriptions(observed: Observing, fed: readonly Fed[]): Promise<void> {
  for (const { stream, cursors } of fed) {
    for (const by of ['events', 'socket'] as const) {
      await listen(observed, by, { stream, after: null }, cursors?.length ?? 1);
      if (cursors && cursors.length > 1) await listen(observed, by, { stream, after: cursors[0]! }, cursors.length - 1);
    }
  }
}

async function listen({ client, pair: { observer }, transcript }: Observing, by: 'events' | 'socket', variables: { stream: string; after: string | null }, length: number): Promise<void> {
  const exits = ['Subscription.deliveries', 'Subscription.deliveries(stream)', 'Subscription.deliveries(after)', by === 'events' ? 'server-sent events' : 'websocket'];
  const query = `subscription($stream: String!, $after: String) { deliveries(stream: $stream, after: $after) { ${ENTRY} } }`;
  const events = client[by](observer.client, { query, variables, purpose: observer.purposes[0]!, legalBasis: observer.legalBases[0]!, officer: OFFICER });
  const told: unknown[] = [];
  try {
    while (told.length < length) {
      const { value, done } = await events.next();
      told.push(done ? 'end' : value);
      if (done || value.errors) break;
    }
  } catch (error) {
    told.push(`refused: ${error instanceof Error ? error.message : JSON.stringify(error)}`);
  } finally {
    await events.return(undefined).catch(() => undefined);
  }
  transcript.hear(exits, `${query} ${JSON.stringify(variables)} by ${by}`, JSON.stringify(told));
}
