import { directive, directivesOf, mergeDocuments, objectTypes, ROOTS, typeOf } from '../sdl.mjs';

const TEXTS = ['String', 'ID'];
const NUMBERS = ['Int', 'Float'];

/** Each field on its own: exactly one known class, directives that fit its type and name what exists. */
export function checkFields({ documents }, { classes, codelists, errors, formats }) {
  const known = {
    classes: new Set(classes.map(({ code }) => code)),
    codelists: new Set(codelists.map(({ name }) => name)),
    formats: new Map(formats.map((format) => [format.name, format.pattern ? TEXTS : NUMBERS])),
    errors: new Set(errors.map(({ code }) => code)),
  };
  return objectTypes(mergeDocuments(documents))
    .filter((node) => !ROOTS.includes(node.name.value))
    .flatMap((node) => node.fields.flatMap((field) => problemsOf(field, node, known).map((text) => `${node.name.value}.${field.name.value}: ${text}`)));
}

function problemsOf(field, node, known) {
  return [...classProblems(field, known), ...codelistProblems(field, node, known), ...fitProblems(field, known)];
}

function classProblems(field, { classes }) {
  const given = directivesOf(field, 'classified');
  if (given.length !== 1) return [`carries ${given.length} @classified, needs exactly one`];
  const code = directive(field, 'classified').as;
  return classes.has(code) ? [] : [`there is no class ${code}`];
}

function codelistProblems(field, node, { codelists }) {
  const given = directive(field, 'codelist');
  if (!given) return [];
  return [
    ...(codelists.has(given.name) ? [] : [`there is no code list ${given.name}`]),
    ...(TEXTS.includes(typeOf(field.type).name) ? [] : ['codes are String, since lists grow']),
    ...(!given.within || node.fields.some(({ name }) => name.value === given.within) ? [] : [`no sibling ${given.within}`]),
    ...(directive(field, 'format') ? ['a code has no further format'] : []),
  ];
}

function fitProblems(field, { errors, formats }) {
  const type = typeOf(field.type).name;
  const format = directive(field, 'format')?.as;
  const code = directive(field, 'required')?.code;
  const needsDate = ['past', 'future'].filter((name) => directive(field, name) && !['Date', 'DateTime'].includes(type));
  return [
    ...needsDate.map((name) => `@${name} is for dates`),
    ...(directive(field, 'future') && type !== 'Date' ? ['@future is for Date'] : []),
    ...(format && !formats.get(format)?.includes(type) ? [`format ${format} does not fit ${type}`] : []),
    ...(code && !errors.has(code) ? [`errors.json has no ${code}`] : []),
    ...(directive(field, 'limit')?.length && !TEXTS.includes(type) ? ['a length is for texts'] : []),
  ];
}
