import { type DynamicModule, type INestApplicationContext, type Type } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import type { GraphQLSchema, GraphQLScalarType } from 'graphql';
import { SCALARS } from '#libs/contracts';
import type { Report } from '../answer/graph-error.js';
import { LocalExecutor } from '../execution/local-executor.js';
import { LocalSubgraphDriver, type SubgraphOptions } from './local-subgraph-driver.js';

export interface SubgraphSettings {
  readonly name: string;
  readonly sdl: string;
  /** Nest modules whose providers carry the resolvers; they are imported too. */
  readonly modules: readonly (Type | DynamicModule)[];
}

/** One subgraph of this application; its schema is there once the application has been initialised. */
export class SubgraphSchema {
  schema: GraphQLSchema | null = null;

  constructor(readonly name: string) {}
}

/** Nest tells modules apart by their class, so every subgraph of an application is one of its own. */
class SubgraphModule {}

export function subgraphModule({ name, sdl, modules }: SubgraphSettings): DynamicModule {
  const handle = new SubgraphSchema(name);
  return {
    module: SubgraphModule,
    imports: [
      ...modules,
      GraphQLModule.forRoot<SubgraphOptions>({
        driver: LocalSubgraphDriver,
        typeDefs: sdl,
        include: modules.map((module) => ('module' in module ? module.module : module)),
        scalars: scalarsIn(sdl),
        publish: (schema) => {
          handle.schema = schema;
        },
      }),
    ],
    providers: [{ provide: SubgraphSchema, useValue: handle }],
    exports: [SubgraphSchema],
  };
}

function scalarsIn(sdl: string): Record<string, GraphQLScalarType> {
  return Object.fromEntries(Object.entries(SCALARS).filter(([name]) => new RegExp(`^\\s*scalar ${name}\\b`, 'm').test(sdl)));
}

/** The subgraphs of an initialised application, by name. */
export function localExecutors(app: INestApplicationContext, report: Report): Map<string, LocalExecutor> {
  const handles: SubgraphSchema[] = app.get(SubgraphSchema, { strict: false, each: true });
  return new Map(handles.map(({ name, schema }) => {
    if (!schema) throw new Error(`subgraph ${name} has no schema yet: initialise the application first`);
    return [name, new LocalExecutor(schema, name, report)];
  }));
}
