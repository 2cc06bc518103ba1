const SCALARS = {
  String: { type: 'string' }, ID: { type: 'string' }, Int: { type: 'integer' }, Float: { type: 'number' },
  Boolean: { type: 'boolean' }, Date: { type: 'string', format: 'date' }, DateTime: { type: 'string', format: 'date-time' },
};

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

/** JSON Schemas of what agencies hand in and of what their topics carry, as [path, content]. */
export function jsonSchemas(shapes, sources) {
  const context = { types: shapes.types, formats: new Map(sources.formats.map((format) => [format.name, format])), classes: sources.classes };
  return Object.values(shapes.kinds).flatMap((kind) => [
    [`schemas/events/${kind.kind}.submission.v1.schema.json`, text(submission(kind, context))],
    [`schemas/events/${kind.kind}.event.v1.schema.json`, text(event(kind, context))],
  ]);
}

const text = (schema) => `${JSON.stringify(schema, null, 1)}\n`;

function submission(kind, context) {
  const asked = (field) => !field.minted;
  return {
    $schema: DRAFT, $id: `urn:amanat:schema:${kind.kind}:submission:v1`,
    title: `What an agency hands in as ${kind.kind}`,
    $comment: 'Generated. Codes (x-codelist) may be written as their aliases; each field shows its class.',
    ...object(context.types[kind.type], context, asked, true),
    $defs: definitions(kind, context, asked, true),
  };
}

/** Fields that the recipient may not see are absent, so nothing is required but what every event has. */
function event(kind, context) {
  const sealed = new Set(context.classes.filter((entry) => entry.sealed).map(({ code }) => code));
  const open = (field) => !sealed.has(field.class);
  const codes = (wanted) => ({ type: 'array', items: { enum: context.classes.filter(wanted).map(({ code }) => code) } });
  const body = object(context.types[kind.type], context, open, false);
  return {
    $schema: DRAFT, $id: `urn:amanat:schema:${kind.kind}:v1`,
    title: `What a recipient's topic or feed carries of a ${kind.kind}`,
    $comment: 'Generated. Open classes only; what `sealed` names is had by reading the record over GraphQL.',
    ...body,
    properties: {
      id: { type: 'string' }, kind: { const: kind.kind }, version: { type: 'integer', minimum: 1 },
      asOf: { type: 'string', format: 'date-time' }, originator: { type: 'string' },
      withheld: codes(() => true), sealed: codes((entry) => entry.sealed), ...body.properties,
    },
    required: ['id', 'kind', 'version', 'originator', 'withheld', 'sealed'],
    additionalProperties: true,
    $defs: definitions(kind, context, open, false),
  };
}

function definitions(kind, { types, ...context }, wanted, strict) {
  const names = new Set();
  const visit = (typeName) => types[typeName].fields.filter(wanted).forEach(({ object: inner }) => {
    if (!inner || names.has(inner)) return;
    names.add(inner);
    visit(inner);
  });
  visit(kind.type);
  return Object.fromEntries([...names].map((name) => [name, object(types[name], { types, ...context }, wanted, strict)]));
}

function object({ fields }, context, wanted, strict) {
  const shown = fields.filter(wanted);
  const required = strict ? shown.filter((field) => field.required).map(({ name }) => name) : [];
  return {
    type: 'object',
    properties: Object.fromEntries(shown.map((field) => [field.name, property(field, context, strict)])),
    ...(required.length > 0 ? { required } : {}),
    ...(strict ? { additionalProperties: false } : {}),
  };
}

function property(field, context, strict) {
  const item = field.object ? { $ref: `#/$defs/${field.object}` } : scalar(field, context, strict);
  const labels = { 'x-class': field.class, ...(field.codelist ? { 'x-codelist': field.codelist } : {}) };
  if (!field.list) return { ...item, ...labels };
  const least = strict && field.required && !field.mayBeEmpty ? { minItems: 1 } : {};
  return { type: 'array', items: item, ...(strict ? { maxItems: field.maxItems } : {}), ...least, ...labels };
}

/** Recipients should not break when a limit or form is widened later, so only submissions carry them. */
function scalar(field, { formats }, strict) {
  const { pattern, minimum, maximum } = strict ? (formats.get(field.format) ?? {}) : {};
  return {
    ...SCALARS[field.type],
    ...(strict && field.maxLength ? { maxLength: field.maxLength } : {}),
    ...(pattern ? { pattern } : {}),
    ...(minimum === undefined ? {} : { minimum, maximum }),
  };
}
