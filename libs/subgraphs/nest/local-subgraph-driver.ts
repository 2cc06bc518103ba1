import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { AbstractGraphQLDriver, type GqlModuleOptions } from '@nestjs/graphql';
import type { GraphQLScalarType, GraphQLSchema } from 'graphql';
import { federatedSchema } from './federated-schema.js';
import { plainResolvers } from './plain-resolvers.js';

export interface SubgraphOptions extends GqlModuleOptions {
  readonly scalars: Readonly<Record<string, GraphQLScalarType>>;
  /** Given the executable schema when the application starts. */
  readonly publish: (schema: GraphQLSchema) => void;
}

/** Builds a subgraph's schema from its modules' resolvers and serves no HTTP of its own. */
@Injectable()
export class LocalSubgraphDriver extends AbstractGraphQLDriver<SubgraphOptions> {
  constructor(private readonly container: ModulesContainer) {
    super();
  }

  override async mergeDefaultOptions(options: SubgraphOptions): Promise<SubgraphOptions> {
    return { ...options, path: '', fieldResolverEnhancers: [] };
  }

  override async generateSchema(options: SubgraphOptions): Promise<GraphQLSchema> {
    const schema = federatedSchema(String(options.typeDefs), plainResolvers(this.container, options.include ?? []), options.scalars);
    options.publish(schema);
    return schema;
  }

  async start(): Promise<void> {}

  async stop(): Promise<void> {}
}
