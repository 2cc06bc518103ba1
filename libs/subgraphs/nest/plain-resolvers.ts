import { ModulesContainer } from '@nestjs/core';
import type { GraphQLFieldResolver } from 'graphql';

/** Where `@nestjs/graphql` keeps what its decorators say. */
const TYPE = 'graphql:resolver_type';
const NAME = 'graphql:resolver_name';
const PROPERTY = 'graphql:resolve_property';
const REFERENCE = 'graphql:resolve_reference';
const SUBSCRIPTION = 'graphql:subscription_options;';

type Method = (...args: unknown[]) => unknown;
type Resolver = GraphQLFieldResolver<unknown, unknown> | { subscribe: Method; resolve?: Method };
export type Resolvers = Record<string, Record<string, Resolver>>;

/**
 * The resolvers of these modules, bound as they are. Nest would send every root field through its
 * request pipeline, which costs time and logs each refusal with its message and stack.
 * Methods have graphql-js's own signature `(parent, args, context)`; parameter decorators, guards
 * and interceptors do not apply.
 */
export function plainResolvers(container: ModulesContainer, modules: readonly unknown[]): Resolvers {
  const resolvers: Resolvers = {};
  for (const module of container.values()) {
    if (!modules.includes(module.metatype)) continue;
    for (const { instance } of module.providers.values()) {
      if (typeof instance === 'object' && instance !== null) addResolvers(instance as object, resolvers);
    }
  }
  return resolvers;
}

function addResolvers(instance: object, resolvers: Resolvers): void {
  const prototype = Object.getPrototypeOf(instance) as Record<string, unknown>;
  const classType: unknown = Reflect.getMetadata(TYPE, instance.constructor);
  for (const name of methodNames(prototype)) {
    const method = prototype[name] as Method;
    const ownType: unknown = Reflect.getMetadata(TYPE, method);
    const isReference = Reflect.getMetadata(REFERENCE, method) === true;
    const isProperty = Reflect.getMetadata(PROPERTY, method) === true;
    const type = ownType ?? (isReference || isProperty ? classType : undefined);
    if (typeof type !== 'string') continue;
    const field = isReference ? '__resolveReference' : String(Reflect.getMetadata(NAME, method) ?? name);
    (resolvers[type] ??= {})[field] = bound(instance, method, { isReference, type });
  }
}

function bound(instance: object, method: Method, { isReference, type }: { isReference: boolean; type: string }): Resolver {
  const plain: Method = method.bind(instance);
  if (isReference) {
    // One reference that throws at once must not take all others of the fetch with it.
    return async (...args: unknown[]) => plain(...args);
  }
  if (type !== 'Subscription') return plain as GraphQLFieldResolver<unknown, unknown>;
  const options = (Reflect.getMetadata(SUBSCRIPTION, method) ?? {}) as { resolve?: Method; filter?: unknown };
  if (options.filter) throw new Error('a subscription filters in its own source, not by a decorator option');
  return { subscribe: plain, ...(options.resolve && { resolve: options.resolve.bind(instance) }) };
}

function methodNames(prototype: object | null): Set<string> {
  const names = new Set<string>();
  for (let each = prototype; each && each !== Object.prototype; each = Object.getPrototypeOf(each) as object | null) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(each))) {
      if (name !== 'constructor' && typeof property.value === 'function') names.add(name);
    }
  }
  return names;
}
