import { directive, mergeDocuments, objectTypes, typeOf } from '../sdl.mjs';
import { shapesOf } from '../shapes.mjs';

const MINTED = { id: 'ID', kind: 'String', version: 'Int', asOf: 'DateTime', originator: 'Agency', withheld: 'String' };
const SCALARS = ['String', 'Int', 'Float', 'Boolean', 'ID', 'Date', 'DateTime', 'object'];

/** A record type has what every kind has; its facets are open, unique and visible wherever their path is. */
export function checkRecords(subgraph, { classes }) {
  const sealed = new Set(classes.filter((entry) => entry.sealed).map(({ code }) => code));
  const records = objectTypes(mergeDocuments(subgraph.documents)).filter((node) => directive(node, 'record'));
  const shapes = shapesOf([subgraph]);
  return [
    ...records.flatMap((node) => mintedProblems(node)),
    ...Object.values(shapes.types).flatMap(({ name, fields }) =>
      fields.filter(({ type }) => !SCALARS.includes(type)).map((field) => `${name}.${field.name}: ${field.type} cannot be stored in a record`)),
    ...Object.values(shapes.kinds).flatMap((kind) => facetProblems(kind, shapes.types, sealed)),
  ];
}

function mintedProblems(node) {
  const name = node.name.value;
  const fields = new Map(node.fields.map((field) => [field.name.value, field]));
  const missing = Object.entries(MINTED).filter(([field, type]) =>
    !fields.has(field) || typeOf(fields.get(field).type).name !== type || !directive(fields.get(field), 'minted'));
  const envelope = fields.get('envelope');
  const whole = envelope && typeOf(envelope.type).name === 'Envelope' && directive(envelope, 'required');
  return [
    ...missing.map(([field, type]) => `${name}: every record has \`${field}: ${type} @minted\``),
    ...(whole ? [] : [`${name}: every record has \`envelope: Envelope @required\``]),
  ];
}

function facetProblems({ kind, type, facets }, types, sealed) {
  const names = facets.map(({ name }) => name);
  return [
    ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${kind}: facet ${name} stands twice`),
    ...facets.filter((facet) => sealed.has(facet.class)).map(({ name }) => `${kind}: facet ${name} is of a sealed class`),
    ...facets.filter((facet) => !visibleWithPath(facet, type, types)).map(({ name }) => `${kind}: facet ${name} lies under a field of another class`),
  ];
}

/** Who may filter by a field must also see that the objects on the way to it exist. */
function visibleWithPath({ path, class: own }, typeName, types) {
  let type = types[typeName];
  for (const step of path.slice(0, -1)) {
    const field = type.fields.find(({ name }) => name === step);
    if (field.class !== own && field.class !== 'REFERENCE') return false;
    type = types[field.object];
  }
  return true;
}
