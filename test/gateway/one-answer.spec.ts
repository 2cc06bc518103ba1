import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { execute, parse, validate, type ExecutionResult } from 'graphql';
import { FederatedExecutor, HiveQueryPlanner, Supergraph } from '#libs/federation';
import type { GraphResult } from '#libs/subgraphs';
import { Refusal } from '#libs/kernel';
import { randomQueries, type RandomQuery } from './random-queries.js';
import { oneProcess, report, severalProcesses, singleSchema, type Split } from './topologies.js';
import { CALLER, SUPERGRAPH } from './world.js';

const RUNS = Number(process.env['GATEWAY_RUNS'] ?? 300);
const supergraph = new Supergraph(SUPERGRAPH);
const oracle = singleSchema();
const planner = new HiveQueryPlanner(SUPERGRAPH);
const together = new FederatedExecutor(supergraph, planner, oneProcess(), report);
let split: Split;
let apart: FederatedExecutor;

beforeAll(async () => {
  split = await severalProcesses();
  apart = new FederatedExecutor(supergraph, planner, split.executors, report);
});
afterAll(() => split.stop());

async function ask(executor: FederatedExecutor, { text, variables }: RandomQuery): Promise<GraphResult> {
  return executor.execute({ document: parse(text), variables, context: { caller: CALLER } });
}

/** The shallowest null on the way to an error: what the error did to the answer. */
function damage(data: unknown, path: readonly (string | number)[]): string {
  let value = data;
  for (let depth = 0; depth <= path.length; depth += 1) {
    if (value === null) return JSON.stringify(path.slice(0, depth));
    value = (value as Record<string, unknown> | undefined)?.[path[depth]!];
  }
  return `no damage at ${JSON.stringify(path)}`;
}

function codeOf(error: { originalError?: unknown; extensions?: Record<string, unknown> }): unknown {
  return error.extensions?.['code'] ?? (error.originalError instanceof Refusal ? error.originalError.code : 'INTERNAL');
}

function damages({ data, errors = [] }: ExecutionResult | GraphResult): Record<string, unknown[]> {
  const found: Record<string, unknown[]> = {};
  for (const error of errors) {
    const path = error.path ?? [];
    const place = damage(data, path);
    (found[place] ??= []).push(...(place === JSON.stringify(path) ? [codeOf(error as never)] : []));
  }
  for (const place of Object.keys(found)) found[place] = [...new Set(found[place])].sort();
  return found;
}

/** Where errors below a lost place raced, which of them were seen is nobody's promise. */
function places(result: ExecutionResult | GraphResult): string[] {
  return Object.keys(damages(result)).sort();
}

describe('a question to the federated graph', () => {
  it('has the answer that graphql-js gives over one schema that holds everything', async () => {
    await fc.assert(fc.asyncProperty(randomQueries(oracle), async (query) => {
      fc.pre(validate(oracle, parse(query.text)).length === 0);
      const expected = await execute({ schema: oracle, document: parse(query.text), variableValues: query.variables, contextValue: { caller: CALLER } });
      const answer = await ask(together, query);
      expect(JSON.stringify(answer.data)).toBe(JSON.stringify(expected.data));
      expect(places(answer)).toEqual(places(expected));
    }), { numRuns: RUNS });
  });

  it('has the same bytes, errors included, whether the subgraphs are in this process or behind HTTP', async () => {
    await fc.assert(fc.asyncProperty(randomQueries(oracle), async (query) => {
      fc.pre(validate(oracle, parse(query.text)).length === 0);
      expect(JSON.stringify(await ask(apart, query))).toBe(JSON.stringify(await ask(together, query)));
    }), { numRuns: RUNS });
  });
});
