import {
  getNamedType, isInputObjectType, isLeafType, isObjectType, parse, visit, type GraphQLObjectType,
} from 'graphql';
import { SCALARS, SUBGRAPH_SDL, SUPERGRAPH_SDL } from '#libs/contracts';
import { Supergraph } from '#libs/federation';

const schema = new Supergraph(SUPERGRAPH_SDL, SCALARS).publicSchema;

/** Types by which a selection would come back to where it was: of them only a little is asked below the top. */
const ENTITIES: Readonly<Record<string, string>> = {
  Case: '{ id version status withheld }', Incident: '{ id version type withheld }', Alert: '{ id version text withheld originator { code } }',
};

/** Everything that can be asked of a type without arguments. */
export function selectionOf(typeName: string): string {
  return selected(schema.getType(typeName) as GraphQLObjectType);
}

function selected(type: GraphQLObjectType): string {
  const parts = Object.values(type.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type);
    if (isLeafType(inner)) return [field.name];
    if (!isObjectType(inner)) return [];
    return [`${field.name} ${ENTITIES[inner.name] ?? selected(inner)}`];
  });
  return `{ ${parts.join(' ')} }`;
}

/** Facets by which a list of this kind may be filtered. */
export function facetsOf(typeName: string): string[] {
  const filter = schema.getType(`${typeName}Filter`);
  return isInputObjectType(filter) ? Object.keys(filter.getFields()) : [];
}

/** Every field of the three roots, every argument of each, and every field of what a question may be filtered by. */
export function graphExits(): string[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter((type) => type != null);
  return roots.flatMap((root) => Object.values(root.getFields()).flatMap((field) => {
    const name = `${root.name}.${field.name}`;
    const filters = root.name === 'Query' ? field.args.map(({ type }) => getNamedType(type)).filter(isInputObjectType) : [];
    return [
      name, ...field.args.map((argument) => `${name}(${argument.name})`),
      ...filters.flatMap((filter) => Object.keys(filter.getFields()).map((facet) => `${filter.name}.${facet}`)),
    ];
  }));
}

export interface Entity {
  readonly subgraph: string;
  readonly type: string;
  readonly key: string;
}

/** What each subgraph answers by reference: asked by the gateway, and so an exit of its own. */
export const REFERENCES: readonly Entity[] = Object.entries(SUBGRAPH_SDL).flatMap(([subgraph, sdl]) => {
  const found: Entity[] = [];
  visit(parse(sdl), {
    ObjectTypeDefinition(node) {
      for (const { name, arguments: given = [] } of node.directives ?? []) {
        const argument = (wanted: string) => given.find((one) => one.name.value === wanted)?.value;
        const [fields, resolvable] = [argument('fields'), argument('resolvable')];
        if (name.value !== 'key' || fields?.kind !== 'StringValue' || (resolvable?.kind === 'BooleanValue' && !resolvable.value)) continue;
        found.push({ subgraph, type: node.name.value, key: fields.value });
      }
    },
  });
  return found;
});

/** Every leaf that one subgraph gives of one of its types. */
export function subgraphLeaves({ subgraph, type }: Entity): string {
  const leaves: string[] = [];
  visit(parse(SUBGRAPH_SDL[subgraph]!), {
    ObjectTypeDefinition(node) {
      if (node.name.value !== type) return;
      for (const field of node.fields ?? []) {
        let inner = field.type;
        while (inner.kind !== 'NamedType') inner = inner.type;
        if (isLeafType(schema.getType(inner.name.value))) leaves.push(field.name.value);
      }
    },
  });
  return leaves.join(' ');
}

export { schema as publicSchema };
