import { readFileSync } from 'node:fs';
import { Kind, parse, type FieldDefinitionNode, type TypeNode } from 'graphql';

interface ClassifiedField {
  readonly class: string;
  /** Name of the field's own type. */
  readonly type: string;
}

type Types = ReadonlyMap<string, ReadonlyMap<string, ClassifiedField>>;

const SUBGRAPHS = ['cases', 'alerts'].map((name) => `schemas/graphql/generated/${name}.graphql`);
const TYPE_OF_KIND: Readonly<Record<string, string>> = { case: 'Case', incident: 'Incident', alert: 'Alert' };
/** What the hub adds to every record, whatever may be seen of it. */
const ADDED = new Set(['id', 'kind', 'version', 'asOf', 'originator', 'withheld', 'sealed']);

/** Which classes a delivered document holds something of, read from the SDL and from nothing of the hub's code. */
export class ClassMap {
  readonly #types: Types;

  constructor() {
    const types = new Map<string, Map<string, ClassifiedField>>();
    for (const [name, fields] of SUBGRAPHS.flatMap((file) => [...typesIn(readFileSync(file, 'utf8'))])) {
      types.set(name, new Map([...(types.get(name) ?? []), ...fields])); // a type may stand in both, with fields of its own in each
    }
    this.#types = types;
  }

  /** @throws Error for a field that the SDL does not know */
  classesIn(kind: string, document: Readonly<Record<string, unknown>>): Set<string> {
    const found = new Set<string>();
    const own = Object.fromEntries(Object.entries(document).filter(([name]) => !ADDED.has(name)));
    this.#collect(TYPE_OF_KIND[kind]!, own, found);
    return found;
  }

  #collect(type: string, node: Readonly<Record<string, unknown>>, found: Set<string>): void {
    const fields = this.#types.get(type);
    for (const [name, value] of Object.entries(node)) {
      const field = fields?.get(name);
      if (!field) throw new Error(`the SDL has no field ${type}.${name}`);
      found.add(field.class);
      for (const item of [value].flat()) {
        if (typeof item === 'object' && item !== null) this.#collect(field.type, item as Record<string, unknown>, found);
      }
    }
  }
}

function typesIn(sdl: string): Map<string, Map<string, ClassifiedField>> {
  const types = new Map<string, Map<string, ClassifiedField>>();
  for (const definition of parse(sdl).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    const fields = (definition.fields ?? []).map((field) => [field.name.value, { class: classOf(field), type: nameOf(field.type) }] as const);
    types.set(definition.name.value, new Map(fields));
  }
  return types;
}

function classOf(field: FieldDefinitionNode): string {
  const value = field.directives?.find(({ name }) => name.value === 'classified')?.arguments?.find(({ name }) => name.value === 'as')?.value;
  return value?.kind === Kind.ENUM ? value.value : 'none';
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}
