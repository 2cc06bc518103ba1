import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { AbstractGraphQLDriver, GraphQLFederationFactory, type GqlModuleOptions } from '@nestjs/graphql';
import type { GraphQLSchema } from 'graphql';
import { plainResolvers } from './plain-resolvers.js';

export interface SubgraphOptions extends GqlModuleOptions {
  /** Given the executable schema when the application starts. */
  readonly publish: (schema: GraphQLSchema) => void;
}

/** Builds a subgraph's schema from its modules' resolvers and serves no HTTP of its own. */
@Injectable()
export class LocalSubgraphDriver extends AbstractGraphQLDriver<SubgraphOptions> {
  constructor(private readonly factory: GraphQLFederationFactory, private readonly container: ModulesContainer) {
    super();
  }

  override async mergeDefaultOptions(options: SubgraphOptions): Promise<SubgraphOptions> {
    return { ...options, path: '', fieldResolverEnhancers: [] };
  }

  override async generateSchema(options: SubgraphOptions): Promise<GraphQLSchema> {
    const own = plainResolvers(this.container, options.include ?? []);
    const given = Array.isArray(options.resolvers) ? options.resolvers : [options.resolvers ?? {}];
    const schema = await this.factory.generateSchema({ ...options, resolvers: [...given, own] });
    options.publish(schema);
    return schema;
  }

  async start(): Promise<void> {}

  async stop(): Promise<void> {}
}
