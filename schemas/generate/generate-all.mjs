import { checkSources } from './check/check-sources.mjs';
import { asyncapi } from './emit/asyncapi.mjs';
import { fieldTables } from './emit/field-tables.mjs';
import { jsonSchemas } from './emit/json-schema.mjs';
import { recallSchemas } from './emit/recall-schemas.mjs';
import { emitTypescript } from './emit/emit-typescript.mjs';
import { shapesOf } from './shapes.mjs';
import { subgraphSdl } from './emit/subgraph.mjs';
import { supergraphSdl } from './emit/supergraph.mjs';

/** Everything that follows from the sources: broken rules, or the files as [path, content]. */
export function generateAll(sources) {
  const problems = checkSources(sources);
  if (problems.length > 0) return { problems, files: [] };
  const shapes = shapesOf(sources.subgraphs);
  const subgraphs = sources.subgraphs.map((subgraph) => subgraphSdl(subgraph, shapes, sources.classes));
  const supergraph = supergraphSdl(subgraphs);
  const files = [
    ...emitTypescript(sources, shapes, subgraphs, supergraph),
    ...subgraphs.map(({ name, sdl }) => [`schemas/graphql/generated/${name}.graphql`, sdl]),
    ['schemas/graphql/generated/supergraph.graphql', supergraph],
    ...jsonSchemas(shapes, sources),
    ...recallSchemas(Object.keys(shapes.kinds)),
    ['schemas/events/asyncapi.yaml', asyncapi(shapes, sources)],
    ['schemas/README.md', fieldTables(shapes, sources)],
  ];
  return { problems, files };
}
