import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';

export interface SubgraphSdl {
  readonly name: string;
  readonly sdl: string;
}

/** Joins the subgraphs' SDL into the supergraph SDL (join spec v0.4); throws with every composition error named. */
export function composeSupergraph(subgraphs: readonly SubgraphSdl[]): string {
  const services = subgraphs.map(({ name, sdl }) => ({ name, typeDefs: parseNamed(name, sdl) }));
  const composed = composeServices(services);
  if (composed.errors) {
    const reasons = composed.errors.map((error) => `- ${error.message}`).join('\n');
    throw new Error(`the subgraphs do not compose:\n${reasons}`);
  }
  return composed.supergraphSdl;
}

function parseNamed(name: string, sdl: string) {
  try {
    return parse(sdl);
  } catch (error) {
    throw new Error(`the SDL of subgraph ${name} cannot be read: ${(error as Error).message}`);
  }
}
