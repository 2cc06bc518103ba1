import { checkCatalogues } from './check-catalogues.mjs';
import { checkClasses } from './check-classes.mjs';
import { checkFields } from './check-fields.mjs';
import { checkJoins } from './check-joins.mjs';
import { checkProcedures } from './check-procedures.mjs';
import { checkRecords } from './check-records.mjs';

/** Every rule of the house that the sources break, one line each; the build fails unless it is empty. */
export function checkSources(sources) {
  const first = [...checkCatalogues(sources), ...checkProcedures(sources), ...sources.subgraphs.flatMap(checkJoins), ...sources.subgraphs.flatMap((subgraph) => checkFields(subgraph, sources))];
  if (first.length > 0) return first;
  const second = sources.subgraphs.flatMap((subgraph) => checkClasses(subgraph, sources));
  return second.length > 0 ? second : sources.subgraphs.flatMap((subgraph) => checkRecords(subgraph, sources));
}
