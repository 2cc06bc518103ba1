import { directive, mergeDocuments, objectTypes, typeOf } from './sdl.mjs';

const DEFAULT_LENGTH = 200;
const DEFAULT_ITEMS = 100;
const TEXTS = ['String', 'ID'];

/**
 * The shapes of the records, read from the SDL. Fields that the hub mints at the record's own level
 * (id, version, joins …) are not part of the body and are left out; deeper ones are stored and stay.
 */
export function shapesOf(subgraphs) {
  const types = {};
  const kinds = {};
  for (const { documents } of subgraphs) {
    const nodes = new Map(objectTypes(mergeDocuments(documents)).map((node) => [node.name.value, node]));
    for (const node of nodes.values()) {
      const record = directive(node, 'record');
      if (!record) continue;
      collect(node, nodes, types);
      kinds[record.kind] = { kind: record.kind, type: node.name.value, facets: facetsOf(node.name.value, types) };
    }
  }
  return { types, kinds };
}

function collect(node, nodes, types) {
  const name = node.name.value;
  if (types[name]) return;
  const isRecord = Boolean(directive(node, 'record'));
  const kept = node.fields.filter((field) => !(isRecord && directive(field, 'minted')));
  types[name] = {
    name,
    ...(directive(node, 'subject') ? { subject: directive(node, 'subject').as } : {}),
    fields: kept.map((field) => fieldShape(field, nodes)),
  };
  for (const field of types[name].fields) if (field.object) collect(nodes.get(field.object), nodes, types);
}

function fieldShape(field, nodes) {
  const { name: typeName, list } = typeOf(field.type);
  const isObject = nodes.has(typeName);
  const limit = directive(field, 'limit') ?? {};
  const required = directive(field, 'required');
  const codelist = directive(field, 'codelist');
  return compact({
    name: field.name.value,
    class: directive(field, 'classified').as,
    type: isObject ? 'object' : typeName,
    object: isObject ? typeName : undefined,
    list,
    required: Boolean(required),
    mayBeEmpty: required?.empty || undefined,
    requiredCode: required?.code,
    minted: Boolean(directive(field, 'minted')),
    codelist: codelist?.name,
    codelistWithin: codelist?.within,
    format: directive(field, 'format')?.as,
    past: directive(field, 'past') ? true : undefined,
    future: directive(field, 'future') ? true : undefined,
    maxLength: TEXTS.includes(typeName) ? (limit.length ?? DEFAULT_LENGTH) : undefined,
    maxItems: list ? (limit.items ?? DEFAULT_ITEMS) : undefined,
    facet: directive(field, 'facet')?.name,
  });
}

const compact = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

/** Every filterable field below a record, with the path to it; a list on the way gives many values. */
function facetsOf(typeName, types, path = []) {
  return types[typeName].fields.flatMap((field) => {
    const here = [...path, field.name];
    const own = field.facet ? [{ name: field.facet, path: here, class: field.class }] : [];
    return field.object ? [...own, ...facetsOf(field.object, types, here)] : own;
  });
}
