import { transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import {
  buildASTSchema, isAbstractType, isInterfaceType, isObjectType, isScalarType, parse, Kind,
  type ConstDirectiveNode, type DocumentNode, type EnumTypeDefinitionNode, type GraphQLScalarType, type GraphQLSchema,
} from 'graphql';
import { isReservedName } from '../planning/source-key.js';
import { refuseUnsupported } from './refuse-unsupported.js';

/** A composed supergraph that this gateway has looked through and can answer. */
export class Supergraph {
  /** What clients see: no join machinery, nothing inaccessible. */
  readonly publicSchema: GraphQLSchema;
  /** Names of the types that are found again by a key. */
  readonly entities: ReadonlySet<string>;
  /** Subgraph names, by the enum value the planner may use for them. */
  readonly subgraphs: readonly string[];
  readonly #wholeSchema: GraphQLSchema;

  /** `scalars` are those of the subgraphs, so that a value they would refuse is refused at the edge. */
  constructor(readonly sdl: string, scalars: Readonly<Record<string, GraphQLScalarType>> = {}) {
    const document = parse(sdl);
    refuseUnsupported(document);
    this.subgraphs = namesOfGraphs(document);
    this.entities = namesOfEntities(document);
    this.publicSchema = buildASTSchema(transformSupergraphToPublicSchema(document), { assumeValidSDL: true });
    for (const [name, scalar] of Object.entries(scalars)) {
      const type = this.publicSchema.getType(name);
      if (isScalarType(type)) Object.assign(type, { parseValue: scalar.parseValue, parseLiteral: scalar.parseLiteral });
    }
    this.#wholeSchema = buildASTSchema(document, { assumeValidSDL: true });
    refuseReservedNames(this.publicSchema);
  }

  /** Is an object of type `typename` one of type `condition` (itself, an interface it has, a union it is in)? */
  satisfies(typename: string, condition: string): boolean {
    if (typename === condition) return true;
    const wanted = this.#wholeSchema.getType(condition);
    const actual = this.#wholeSchema.getType(typename);
    return isAbstractType(wanted) && isObjectType(actual) && this.#wholeSchema.isSubType(wanted, actual);
  }
}

function refuseReservedNames(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    const reserved = Object.keys(type.getFields()).find(isReservedName);
    if (reserved) throw new Error(`${type.name}.${reserved} has a name that the gateway keeps for aliases`);
  }
}

function namesOfEntities(document: DocumentNode): Set<string> {
  const keyed = (directive: ConstDirectiveNode) => directive.name.value === 'join__type' && directive.arguments?.some(({ name }) => name.value === 'key');
  return new Set(document.definitions.flatMap((definition) =>
    (definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.directives?.some(keyed) ? [definition.name.value] : [])));
}

function namesOfGraphs(document: DocumentNode): string[] {
  const graphs = document.definitions.find((definition): definition is EnumTypeDefinitionNode =>
    definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph');
  if (!graphs?.values?.length) throw new Error('the supergraph names no subgraphs (enum join__Graph)');
  return graphs.values.map((value) => {
    const graph = value.directives?.find((directive) => directive.name.value === 'join__graph');
    const name = graph?.arguments?.find((argument) => argument.name.value === 'name')?.value;
    if (name?.kind !== Kind.STRING) throw new Error(`subgraph ${value.name.value} has no name in the supergraph`);
    return name.value;
  });
}
