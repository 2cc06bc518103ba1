import { CLASSES, KINDS, type FacetShape, type KindShape, type TypeShape } from '#libs/contracts';

const BIT = new Map(CLASSES.map((entry) => [entry.code, entry.bit]));

/** Where a facet's values stand in the slice of its class (`libs/contracts/slice.ts`): a list of objects is a map from key to item. */
function pathOf(shape: KindShape, facet: FacetShape): string {
  let type: TypeShape | undefined = shape.type;
  const steps = facet.path.map((name) => {
    const field = type?.fields.find((one) => one.name === name);
    type = field?.object;
    if (!field?.object) return `."${name}"[*]`;
    return field.list ? `."${name}".*` : `."${name}"`;
  });
  return `$${steps.join('')}`;
}

const FACETS = Object.values(KINDS).flatMap((shape) => shape.facets.map((facet) =>
  `('${shape.kind}', '${shape.kind}.${facet.name}', ${BIT.get(facet.class)!}, r.${facet.class.toLowerCase()}, '${pathOf(shape, facet)}'::jsonpath)`));

/**
 * The values a stored record may be filtered by, as `facetsOf` gives them of a document: facets are of
 * open classes (a check of the SDL), so that nothing has to be decrypted.
 */
export const FACETS_OF = `
create or replace function records.facets_of(r records.record) returns table (facet text, value text, class int) language sql stable as $$
  select distinct f.facet, v.value #>> '{}', f.class
  from (values ${FACETS.join(',\n    ')}) as f (kind, facet, class, slice, path)
  cross join lateral jsonb_path_query(f.slice::jsonb, f.path) as v (value)
  where f.kind = r.kind and jsonb_typeof(v.value) in ('string', 'number', 'boolean')
$$;
`;
