import 'reflect-metadata';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Args, Context, Mutation, Parent, Query, ResolveField, ResolveReference, Resolver, Subscription } from '@nestjs/graphql';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { composeSupergraph, FederatedExecutor, HiveQueryPlanner, Supergraph } from '#libs/federation';
import { localExecutors, subgraphModule, type OperationContext } from '#libs/subgraphs';
import { Refusal } from '#libs/kernel';
import { report, reported } from './topologies.js';
import { CALLER } from './world.js';

const HEAD = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@composeDirective"])
  @link(url: "https://amanat.example/spec/v1.0", import: ["@classified"]) @composeDirective(name: "@classified")
directive @classified(as: String!) on FIELD_DEFINITION
`;
const CASES = `${HEAD}
scalar DateTime
type Query { case(id: ID!): Case }
type Mutation { closeCase(id: ID!): Case }
type Subscription { closed(after: Int): Case }
type Case @key(fields: "id") { id: ID! openedAt(zone: DateTime): DateTime @classified(as: "EVENT") agency: Agency }
type Agency @key(fields: "code") { code: ID! }`;
const DIRECTORY = `${HEAD}
type Query { me: String }
type Agency @key(fields: "code") { code: ID! name: String @classified(as: "REFERENCE") }`;

@Injectable()
class Clockwork {
  readonly now = new Date('2026-03-01T09:30:00Z');
}

@Resolver('Case')
class CaseResolver {
  constructor(private readonly clockwork: Clockwork) {}

  @Query()
  case(_parent: unknown, { id }: { id: string }) {
    if (id === 'no') throw Refusal.because('RECORD_NOT_FOUND', 'id');
    return { id };
  }

  @Mutation('closeCase')
  async close(_parent: unknown, { id }: { id: string }) {
    return { id };
  }

  @ResolveField()
  openedAt() {
    return this.clockwork.now;
  }

  @ResolveField('agency')
  of({ id }: { id: string }) {
    return { code: `agency of ${id}` };
  }

  @ResolveReference()
  find({ id }: { id: string }) {
    return { id };
  }

  @Subscription()
  async* closed(_parent: unknown, { after }: { after: number }) {
    yield { closed: { id: String(after + 1) } };
  }
}

@Resolver('Agency')
class AgencyResolver {
  @ResolveReference()
  find({ code }: { code: string }, _context: OperationContext) {
    if (code.endsWith('bad')) throw new Error('bad');
    return { code };
  }

  @ResolveField()
  name({ code }: { code: string }, _args: unknown, { caller }: OperationContext) {
    return `${code}, seen by ${caller.agency}`;
  }

  @Query()
  me(_parent: unknown, _args: unknown, { caller }: OperationContext) {
    return caller.agency;
  }
}

@Module({ providers: [CaseResolver, Clockwork] })
class CasesModule {}

@Module({ providers: [AgencyResolver] })
class DirectoryModule {}

@Module({
  imports: [
    subgraphModule({ name: 'cases', sdl: CASES, modules: [CasesModule] }),
    subgraphModule({ name: 'directory', sdl: DIRECTORY, modules: [DirectoryModule] }),
  ],
})
class HubModule {}

// Mentioned so that a reader sees what is not used: parameter decorators would leave the fast path.
void [Args, Context, Parent];

describe('subgraphs made of Nest modules', () => {
  let executor: FederatedExecutor;
  let close: () => Promise<void>;
  const written: unknown[] = [];

  beforeAll(async () => {
    const logger = { log: () => undefined, error: (...line: unknown[]) => void written.push(line), warn: (...line: unknown[]) => void written.push(line) };
    const app = await NestFactory.createApplicationContext(HubModule, { logger });
    await app.init();
    close = () => app.close();
    const sdl = composeSupergraph([{ name: 'cases', sdl: CASES }, { name: 'directory', sdl: DIRECTORY }]);
    executor = new FederatedExecutor(new Supergraph(sdl), new HiveQueryPlanner(sdl), localExecutors(app, report), report);
  });
  afterAll(() => close());

  const ask = (query: string) => executor.execute({ document: parse(query), context: { caller: CALLER } });

  it('are joined in one process, with their dependencies, scalars and the caller', async () => {
    expect(await ask('{ me case(id: "1") { openedAt agency { name } } }')).toEqual({
      data: { me: 'fia', case: { openedAt: '2026-03-01T09:30:00.000Z', agency: { name: 'agency of 1, seen by fia' } } },
    });
    expect(await ask('mutation { closeCase(id: "2") { id } }')).toEqual({ data: { closeCase: { id: '2' } } });
  });

  it('keep their refusals coded, and Nest writes none of them down', async () => {
    const { errors } = await ask('{ case(id: "no") { id } }');
    expect(errors).toMatchObject([{ path: ['case'], extensions: { code: 'RECORD_NOT_FOUND' } }]);
    expect(written).toEqual([]);
  });

  it('lose one entity, not all, when one reference throws', async () => {
    reported.length = 0;
    expect(await ask('{ a: case(id: "bad") { agency { name } } b: case(id: "1") { agency { name } } }')).toMatchObject({
      data: { a: { agency: { name: null } }, b: { agency: { name: 'agency of 1, seen by fia' } } },
      errors: [{ path: ['a', 'agency'], extensions: { code: 'INTERNAL' } }],
    });
    expect(reported).toHaveLength(1);
  });

  it('serve subscriptions', async () => {
    const results: unknown[] = [];
    const document = parse('subscription { closed(after: 4) { id agency { name } } }');
    for await (const result of await executor.subscribe({ document, context: { caller: CALLER } })) results.push(result);
    expect(results).toEqual([{ data: { closed: { id: '5', agency: { name: 'agency of 5, seen by fia' } } } }]);
  });

  it('say when the schema asks for a resolver by a wrong name', async () => {
    @Resolver('Case')
    class Misnamed {
      @ResolveField()
      opendAt() {
        return null;
      }
    }
    @Module({ providers: [Misnamed] })
    class MisnamedModule {}
    const app = NestFactory.createApplicationContext(subgraphModule({ name: 'x', sdl: CASES, modules: [MisnamedModule] }), { logger: false, abortOnError: false });
    await expect(app.then((context) => context.init())).rejects.toThrow('Case.opendAt');
  });
});
