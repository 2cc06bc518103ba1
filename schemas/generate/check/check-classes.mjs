import { directive, mergeDocuments, objectTypes, ROOTS, typeOf } from '../sdl.mjs';

const OWN_CATEGORY = { VICTIM_IDENTITY: 'VICTIM', VICTIM_CONTACT: 'VICTIM', SUSPECT_IDENTITY: 'SUSPECT', WITNESS_IDENTITY: 'WITNESS' };

/**
 * Where classes may stand. A sealed field is encrypted under the key of one person, so it lies inside
 * a @subject type of that category; a sealed object is sealed as a whole; persons stand in lists of
 * the record itself, each with a ref in the open, and never inside one another.
 */
export function checkClasses({ documents }, { classes }) {
  const nodes = new Map(objectTypes(mergeDocuments(documents))
    .filter((node) => !ROOTS.includes(node.name.value)).map((node) => [node.name.value, node]));
  const sealed = new Set(classes.filter((entry) => entry.sealed).map(({ code }) => code));
  const walk = { nodes, sealed, seen: new Set(), reached: new Set(), problems: new Set() };
  for (const node of nodes.values()) if (directive(node, 'record')) visit(node, { depth: 0, path: [node.name.value], within: [] }, walk);
  for (const node of nodes.values()) if (!walk.reached.has(node.name.value)) visit(node, { depth: 9, path: [node.name.value], within: [] }, walk);
  return [...walk.problems];
}

function visit(node, place, walk) {
  const key = `${node.name.value}/${place.subject}/${place.sealedAs}/${Math.min(place.depth, 2)}`;
  if (walk.seen.has(key)) return;
  walk.seen.add(key);
  walk.reached.add(node.name.value);
  const here = enter(node, place, walk);
  for (const field of node.fields) visitField(field, here, walk);
}

function enter(node, place, walk) {
  const subject = directive(node, 'subject')?.as;
  if (!subject) return place;
  const complain = (text) => walk.problems.add(`${place.path.join('.')}: ${text}`);
  if (place.subject) complain('a person inside a person');
  if (place.depth !== 1 || !place.list) complain('persons stand in a list of the record itself');
  const ref = node.fields.find(({ name }) => name.value === 'ref');
  const good = ref && typeOf(ref.type).name === 'ID' && directive(ref, 'required') && !walk.sealed.has(directive(ref, 'classified').as);
  if (!good) complain('a person needs `ref: ID @required` of an open class');
  return { ...place, subject };
}

function visitField(field, place, walk) {
  const path = [...place.path, field.name.value];
  const code = directive(field, 'classified').as;
  const complain = (text) => walk.problems.add(`${path.join('.')}: ${text}`);
  if (walk.sealed.has(code) && !place.subject) complain(`${code} is sealed and belongs inside a @subject type`);
  if (place.subject && OWN_CATEGORY[code] && OWN_CATEGORY[code] !== place.subject) complain(`${code} inside a ${place.subject}`);
  if (place.sealedAs && place.sealedAs !== code) complain(`lies in an object of class ${place.sealedAs}, which is sealed as a whole`);
  const { name, list } = typeOf(field.type);
  const inner = walk.nodes.get(name);
  if (!inner || directive(inner, 'record') || directive(inner, 'key')) return;
  if (place.within.includes(name)) return complain('a type inside itself has no end');
  visit(inner, { ...place, path, within: [...place.within, name], list, depth: place.depth + 1, sealedAs: walk.sealed.has(code) ? code : place.sealedAs }, walk);
}
