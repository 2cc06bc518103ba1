import { Refusal, type Caller } from '#libs/kernel';
import { composeSupergraph } from '#libs/federation';

/** A small graph of three subgraphs whose every field follows from keys, so that one schema can answer it too. */
const HEAD = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@shareable", "@composeDirective"])
  @link(url: "https://amanat.example/spec/v1.0", import: ["@classified", "RecordClass"])
  @composeDirective(name: "@classified")
directive @classified(as: RecordClass!) on FIELD_DEFINITION
enum RecordClass { REFERENCE EVENT }
`;

export const SDL: Readonly<Record<string, string>> = {
  cases: `${HEAD}
    type Query { case(id: ID!): Case  cases(first: Int = 3): [Case!]!  newest: Case!  thing(id: ID!): Thing  things: [Thing]  holders: [Holder!] }
    type Mutation { submitCase(reference: String!): Receipt!  note(text: String): Case }
    type Subscription { caseChanged(after: Int): Case  waiting: Int  flood: String }
    type Receipt { id: ID!  version: Int! }
    interface Holder { id: ID!  originator: Agency }
    union Thing = Case | Incident
    type Case implements Holder @key(fields: "id") {
      id: ID!  reference(upper: Boolean): String @classified(as: REFERENCE)  originator: Agency  owner: Agency!
      status: String!  victims(first: Int): [Person]  things: [Thing!]  grid: [[Int!]]  people: [Person!]!  weight: Int!
    }
    type Incident implements Holder @key(fields: "id") { id: ID!  reference(upper: Boolean): Int  place: String  originator: Agency  deaths: Int! }
    type Person { name: String!  age: Int  home: Agency }
    type Agency @key(fields: "code") { code: ID! }`,
  alerts: `${HEAD}
    type Query { alerts(first: Int): [Alert!]!  alert(id: ID!): Alert }
    type Mutation { raiseAlert(text: String!): Alert! }
    type Alert @key(fields: "id") { id: ID!  text: String!  case: Case  level(min: Int!): Int  by: Agency  about: [Case!] }
    type Case @key(fields: "id") {
      id: ID!  urgency: String!
      alerts(first: Int): [Alert!]  worst: Alert!  shaky: String
    }
    type Agency @key(fields: "code") { code: ID!  raised: [Alert!] }`,
  directory: `${HEAD}
    type Query { agency(code: ID!): Agency  agencies: [Agency!]!  me: String  broken: String  refused: String!  }
    type Agency @key(fields: "code") { code: ID!  name: String!  country: String  peers: [Agency!]  type(as: Kind): String  tags(filter: TagFilter): [String!] }
    input TagFilter { longest: Int  starts: [String!] }
    enum Kind { LONG SHORT }`,
};

export const SUPERGRAPH = composeSupergraph(Object.entries(SDL).map(([name, sdl]) => ({ name, sdl })));

type Args = Record<string, never>;
type Keyed = { id: string };
type Coded = { code: string };

const CODES = ['fia', 'frontex', 'iom', 'pta'];
const CASES = ['c0', 'c1', 'c2', 'c3', 'c4'];
const ALERTS = ['a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6'];
const numberOf = (id: string): number => Number(id.slice(1));
const agency = (index: number): Coded => ({ code: CODES[index % CODES.length]! });
const aCase = (id: string) => ({ __typename: 'Case', id });
const anIncident = (id: string) => ({ __typename: 'Incident', id });
const thing = (id: string) => (CASES.includes(id) ? aCase(id) : /^i\d$/.test(id) ? anIncident(id) : null);
const refusal = (field: string): Refusal => Refusal.because('ACTION_NOT_ALLOWED', field, 'PTPA 2018 s.6', 'not for this client');

async function* changesAfter(after: number) {
  for (let index = after; index < CASES.length; index += 1) yield { caseChanged: aCase(CASES[index]!) };
  if (after === 1) throw refusal('after');
}

/** Sources that wait for an event at this moment. */
export const waiting = new Set<symbol>();

/** Events that the flood has made. */
export const made = { count: 0 };

/** What a mutation did, in the order it was done. */
export const done: string[] = [];

export const RESOLVERS: Readonly<Record<string, Record<string, Record<string, unknown>>>> = {
  cases: {
    Query: {
      case: (_: unknown, { id }: { id: string }) => (CASES.includes(id) ? aCase(id) : null),
      cases: (_: unknown, { first }: { first: number }) => CASES.slice(0, first).map(aCase),
      newest: () => aCase('c4'),
      thing: (_: unknown, { id }: { id: string }) => thing(id),
      things: () => [aCase('c0'), anIncident('i1'), null, aCase('c3'), anIncident('i2')],
      holders: async () => [anIncident('i0'), aCase('c1'), anIncident('i3')],
    },
    Mutation: {
      submitCase: async (_: unknown, { reference }: { reference: string }) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        if (reference === 'refused') throw refusal('envelope.legalBasis');
        done.push(`case ${reference}`);
        return { id: 'c1', version: done.length };
      },
      note: (_: unknown, { text }: { text?: string }) => {
        done.push(`note ${text}`);
        return aCase('c2');
      },
    },
    Subscription: {
      caseChanged: {
        async subscribe(_: unknown, { after = 0 }: { after?: number }, context: { caller: Caller }) {
          if (context.caller.purpose === 'none') throw refusal('stream');
          return changesAfter(after);
        },
      },
      waiting: {
        async* subscribe(_: unknown, _args: Args, { signal }: { signal: AbortSignal }) {
          yield { waiting: 1 };
          const here = Symbol('waiting');
          waiting.add(here);
          await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
          waiting.delete(here);
        },
      },
      flood: {
        async* subscribe() {
          for (;;) {
            made.count += 1;
            yield { flood: 'x'.repeat(64 * 1024) };
          }
        },
      },
    },
    Case: {
      __resolveReference: ({ id }: Keyed) => aCase(id),
      reference: ({ id }: Keyed, { upper }: { upper?: boolean }) => (upper ? id.toUpperCase() : id),
      originator: ({ id }: Keyed) => (id === 'c3' ? null : agency(numberOf(id))),
      owner: ({ id }: Keyed) => agency(numberOf(id) + 1),
      status: async ({ id }: Keyed) => (id === 'c2' ? null : `open ${id}`),
      victims: ({ id }: Keyed, { first = 2 }: { first?: number }) => [
        { name: `p0 ${id}`, age: 20, home: agency(0) }, null, { name: id === 'c1' ? null : 'p2', age: null, home: null },
      ].slice(0, first),
      things: ({ id }: Keyed) => [aCase('c1'), anIncident('i1'), aCase(id)],
      grid: ({ id }: Keyed) => (id === 'c0' ? [[1, 2], null, [3]] : [[1], [null]]),
      people: ({ id }: Keyed) => (id === 'c4' ? [null] : [{ name: 'q', age: 3, home: agency(3) }]),
      weight: ({ id }: Keyed) => numberOf(id) * 10,
    },
    Incident: {
      __resolveReference: ({ id }: Keyed) => anIncident(id),
      reference: ({ id }: Keyed) => numberOf(id),
      place: () => 'Zuwara',
      originator: ({ id }: Keyed) => agency(numberOf(id) + 2),
      deaths: ({ id }: Keyed) => { if (id === 'i2') throw new Error('the value Ali stands in this message'); return 1; },
    },
    Agency: { __resolveReference: ({ code }: Coded) => ({ code }) },
  },
  alerts: {
    Query: {
      alerts: (_: unknown, { first = 4 }: { first?: number }) => ALERTS.slice(0, first).map((id) => ({ id })),
      alert: (_: unknown, { id }: Keyed) => (ALERTS.includes(id) ? { id } : null),
    },
    Mutation: {
      raiseAlert: async (_: unknown, { text }: { text: string }) => {
        done.push(`alert ${text}`);
        return { id: 'a5' };
      },
    },
    Alert: {
      __resolveReference: ({ id }: Keyed) => ({ id }),
      text: ({ id }: Keyed) => `look ${id}`,
      case: ({ id }: Keyed) => (id === 'a3' ? null : aCase(CASES[numberOf(id) % CASES.length]!)),
      level: ({ id }: Keyed, { min }: { min: number }) => {
        if (numberOf(id) < min) throw refusal('level');
        return numberOf(id);
      },
      by: ({ id }: Keyed) => agency(numberOf(id)),
      about: ({ id }: Keyed) => [aCase('c0'), aCase(CASES[numberOf(id) % CASES.length]!), aCase('c0')],
    },
    Case: {
      urgency: ({ id }: Keyed) => `u${numberOf(id)}`,
      alerts: async ({ id }: Keyed, { first = 2 }: { first?: number }) => ALERTS.filter((a) => numberOf(a) % 5 >= numberOf(id)).slice(0, first).map((a) => ({ id: a })),
      worst: ({ id }: Keyed) => (id === 'c1' ? null : { id: 'a1' }),
      shaky: ({ id }: Keyed) => { if (id === 'c0') throw refusal('shaky'); if (id === 'c3') throw new Error('secret'); return id; },
    },
    Agency: { raised: ({ code }: Coded) => (code === 'iom' ? null : [{ id: 'a1' }, { id: 'a4' }]) },
  },
  directory: {
    Query: {
      agency: (_: unknown, { code }: Coded) => (CODES.includes(code) ? { code } : null),
      agencies: () => CODES.map((code) => ({ code })),
      me: (_: unknown, _args: Args, context: { caller: Caller }) => `${context.caller.agency} for ${context.caller.purpose}`,
      broken: () => { throw new TypeError('the value Ali stands in this message'); },
      refused: () => { throw refusal('refused'); },
    },
    Agency: {
      __resolveReference: async ({ code }: Coded) => ({ code }),
      name: ({ code }: Coded) => (code === 'pta' ? null : `Agency ${code}`),
      country: ({ code }: Coded) => (code === 'iom' ? null : 'PK'),
      peers: ({ code }: Coded) => (code === 'fia' ? [{ code: 'iom' }, { code: 'frontex' }] : [{ code: 'fia' }]),
      type: ({ code }: Coded, args: { as?: string }) => (args.as === 'LONG' ? `${code}-long` : code),
      tags: ({ code }: Coded, { filter }: { filter?: { longest?: number; starts?: string[] } }) =>
        [code, `${code}-x`].filter((tag) => tag.length <= (filter?.longest ?? 99) && (filter?.starts ?? ['']).some((start) => tag.startsWith(start))),
    },
  },
};

export const CALLER: Caller = {
  agency: 'fia', client: 'fia', officer: null, audiences: ['fia'], roles: ['officer'], rights: ['free-form-queries', 'introspection'], classes: 8191, clearance: 4,
  purpose: 'investigation', legalBasis: 'PTPA-2018', caseReference: null, operationId: '01900000-0000-7000-8000-000000000000',
};
