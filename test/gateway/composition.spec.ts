import { describe, expect, it } from '@jest/globals';
import { SUPERGRAPH_SDL } from '#libs/contracts';
import { composeSupergraph, FederatedExecutor, HiveQueryPlanner, Supergraph } from '#libs/federation';
import { report } from './topologies.js';
import { SUPERGRAPH } from './world.js';

const link = (imports: string, version = 'v2.7') => `extend schema @link(url: "https://specs.apollo.dev/federation/${version}", import: [${imports}])`;

function compose(one: string, other: string): string {
  return composeSupergraph([{ name: 'one', sdl: one }, { name: 'other', sdl: other }]);
}

describe('composing subgraphs', () => {
  it('keeps the house\'s own directives with their arguments', () => {
    expect(SUPERGRAPH).toContain('@classified(as: REFERENCE)');
    expect(new Supergraph(SUPERGRAPH_SDL).subgraphs).toEqual(expect.arrayContaining(['cases', 'alerts', 'directory']));
  });

  it('names every reason why they do not fit together', () => {
    const one = `${link('"@key"')} type Query { a: A } type A @key(fields: "id") { id: ID! name: String }`;
    const other = `${link('"@key"')} type A @key(fields: "id") { id: ID! name: String }`;
    expect(() => compose(one, other)).toThrow(/do not compose[^]*A\.name/);
    expect(() => compose('type Query {', other)).toThrow(/subgraph one cannot be read/);
  });
});

describe('a gateway does not start', () => {
  it.each([
    ['@requires', `${link('"@key", "@external", "@requires"')} type A @key(fields: "id") { id: ID! size: Int @external big: Boolean @requires(fields: "size") }`],
    ['@provides', `${link('"@key", "@external", "@provides"')} type Query { biggest: A @provides(fields: "size") } type A @key(fields: "id") { id: ID! size: Int @external }`],
    ['@interfaceObject', `${link('"@key", "@interfaceObject"')} type N @key(fields: "id") @interfaceObject { id: ID! extra: Int }`],
    ['@authenticated', `${link('"@key", "@authenticated"')} type Query { secret: String @authenticated }`],
    ['@requiresScopes', `${link('"@key", "@requiresScopes"')} type Query { secret: String @requiresScopes(scopes: [["x"]]) }`],
    ['@policy', `${link('"@key", "@policy"')} type Query { secret: String @policy(policies: [["x"]]) }`],
    ['@override with a label', `${link('"@key", "@override"')} type A @key(fields: "id") { id: ID! size: Int @override(from: "one", label: "percent(5)") }`],
  ])('over a graph that uses %s', (feature, other) => {
    const one = `${link('"@key"')} type Query { a: A n: N } interface N @key(fields: "id") { id: ID! }
      type A implements N @key(fields: "id") { id: ID! size: Int${feature === '@requires' || feature === '@provides' ? ' @shareable' : ''} }`;
    expect(() => new Supergraph(compose(one.replace('"@key"', '"@key", "@shareable"'), other))).toThrow(feature);
  });

  it('over a graph that hands a field down from its context', () => {
    const sdl = `${link('"@key", "@context", "@fromContext"', 'v2.8')} type Query { a: A }
      type A @key(fields: "id") @context(name: "above") { id: ID! secret: String b: B } type B @key(fields: "id") { id: ID! shown(of: String @fromContext(field: "$above { secret }")): String }`;
    expect(() => new Supergraph(composeSupergraph([{ name: 'one', sdl }]))).toThrow(/context/);
  });

  it('without an executor for each subgraph, or with field names that it keeps for aliases', () => {
    expect(() => new FederatedExecutor(new Supergraph(SUPERGRAPH), new HiveQueryPlanner(SUPERGRAPH), new Map(), report))
      .toThrow('no executor for the subgraphs alerts, cases, directory');
    const odd = composeSupergraph([{ name: 'one', sdl: `${link('"@key"')} type Query { _as_x: Int }` }]);
    expect(() => new Supergraph(odd)).toThrow('Query._as_x');
  });
});
