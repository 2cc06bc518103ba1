import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, Source } from 'graphql';

export const SCHEMAS = join(dirname(fileURLToPath(import.meta.url)), '..');

const json = (path) => JSON.parse(readFileSync(join(SCHEMAS, path), 'utf8'));

function filesUnder(folder) {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? filesUnder(path) : [path];
    });
}

/** Every list of `codelists/<topic>/`, and the purposes of the policy as one more list. */
function readCodelists(purposes) {
  const root = join(SCHEMAS, 'codelists');
  const lists = filesUnder(root)
    .filter((path) => path.endsWith('.json') && dirname(path) !== root)
    .map((path) => ({ ...JSON.parse(readFileSync(path, 'utf8')), file: relative(SCHEMAS, path) }));
  lists.push({
    name: 'purposes', version: '1', source: 'schemas/policy/purposes.json', licence: 'Apache-2.0',
    codes: purposes.map(({ code, title }) => ({ code, title })), file: 'policy/purposes.json',
  });
  return lists.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readSubgraphs() {
  const { subgraphs } = json('graphql/subgraphs.json');
  return Object.entries(subgraphs).map(([name, files]) => ({
    name,
    documents: files.map((file) => {
      const path = `graphql/${file}.graphql`;
      return parse(new Source(readFileSync(join(SCHEMAS, path), 'utf8'), `schemas/${path}`));
    }),
  }));
}

/** All that people write under `schemas/`, parsed. */
export function readSources() {
  const { purposes } = json('policy/purposes.json');
  return {
    classes: json('policy/classes.json').classes,
    purposes,
    formats: json('graphql/formats.json').formats,
    errors: json('errors.json').errors,
    procedures: json('approvals/procedures.json').procedures,
    subgraphs: readSubgraphs(),
    codelists: readCodelists(purposes),
  };
}
