import * as fc from 'fast-check';
import {
  getNamedType, isAbstractType, isObjectType, type GraphQLCompositeType, type GraphQLField, type GraphQLSchema,
} from 'graphql';

export interface RandomQuery {
  readonly text: string;
  readonly variables: Record<string, unknown>;
}

/**
 * Queries drawn from a tape of numbers: a shorter tape of smaller numbers is a simpler query, so a
 * failure shrinks to what is behind it. Not every one is valid; who uses them validates.
 */
export function randomQueries(schema: GraphQLSchema, kind: 'query' | 'mutation' = 'query'): fc.Arbitrary<RandomQuery> {
  return fc.array(fc.nat(999), { minLength: 1, maxLength: 120, size: 'max' }).map((tape) => new Author(schema, tape).write(kind));
}

const VALUES: Readonly<Record<string, readonly string[]>> = {
  'first': ['1', '2', '3', '$n', '0'], 'min': ['2', '$n', '9'], 'id': ['"c0"', '"c1"', '"c3"', '"a2"', '"i2"', '$id', '"none"'],
  'upper': ['true', '$yes', '$no'], 'code': ['"fia"', '"iom"', '"pta"', '"nobody"'], 'as': ['LONG', 'SHORT', '$kind'],
  'filter': ['{longest: 3}', '{starts: ["f", "p"]}', '$filter', '{longest: $n}'], 'reference': ['"r1"', '"refused"'], 'text': ['"t"'],
};

const HEADER = '($n: Int! = 2, $id: ID!, $yes: Boolean!, $no: Boolean = false, $kind: Kind = LONG, $filter: TagFilter)';
const VARIABLES = { id: 'c2', yes: true, filter: { longest: 5 } };

class Author {
  readonly #fragments: string[] = [];
  #position = 0;

  constructor(private readonly schema: GraphQLSchema, private readonly tape: readonly number[]) {}

  write(kind: 'query' | 'mutation'): RandomQuery {
    const root = kind === 'query' ? this.schema.getQueryType()! : this.schema.getMutationType()!;
    const body = this.#selection(root, 0);
    const text = `${kind} Asked${HEADER} ${body}\n${this.#fragments.join('\n')}`;
    const used = (name: string): boolean => new RegExp(`\\$${name}\\b`).test(text.slice(text.indexOf('{')));
    const declared = HEADER.slice(1, -1).split(/, (?=\$)/).filter((each) => used(/\$(\w+)/.exec(each)![1]!));
    const header = declared.length > 0 ? `(${declared.join(', ')})` : '';
    return { text: text.replace(HEADER, header), variables: VARIABLES };
  }

  #draw(bound: number): number {
    const drawn = this.tape[this.#position] ?? 0;
    this.#position += 1;
    return drawn % bound;
  }

  #pick<T>(choices: readonly T[]): T {
    return choices[this.#draw(choices.length)]!;
  }

  #spent(): boolean {
    return this.#position >= this.tape.length;
  }

  #selection(type: GraphQLCompositeType, depth: number): string {
    const parts: string[] = [];
    const count = 1 + this.#draw(4);
    for (let index = 0; index < count; index += 1) parts.push(this.#part(type, depth));
    return `{ ${parts.join(' ')} }`;
  }

  #part(type: GraphQLCompositeType, depth: number): string {
    const form = this.#draw(12);
    const inRoot = depth === 0;
    if (form === 10 && !inRoot) return `${this.#alias('')}__typename`;
    if (form >= 8 && form < 10 && depth < 6 && !this.#spent()) return `... on ${this.#condition(type)}`;
    if (form === 11 && depth < 6 && !this.#spent()) return this.#named(type, depth);
    const fields = isAbstractType(type) && !('getFields' in type) ? [] : Object.values((type as { getFields(): Record<string, GraphQLField<unknown, unknown>> }).getFields());
    if (fields.length === 0) return this.#spent() ? '__typename' : `... on ${this.#condition(type)}`;
    const usable = depth < 5 && !this.#spent() ? fields : fields.filter((field) => !('getFields' in getNamedType(field.type)) && !isAbstractType(getNamedType(field.type)));
    return usable.length === 0 ? '__typename' : this.#field(this.#pick(usable), depth);
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const given = field.args.filter((argument) => String(argument.type).endsWith('!') || this.#draw(3) === 1)
      .map((argument) => `${argument.name}: ${this.#pick(VALUES[argument.name] ?? ['null'])}`);
    const alias = this.#alias(given.length > 0 ? `${field.name}_${given.join('_').replace(/\W+/g, '_')}` : '');
    const head = `${alias}${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''}${this.#directive()}`;
    const type = getNamedType(field.type);
    return isObjectType(type) || isAbstractType(type) ? `${head} ${this.#selection(type, depth + 1)}` : head;
  }

  /** An alias that follows from the arguments, so that two uses of it may merge; now and then another. */
  #alias(fitting: string): string {
    const form = this.#draw(8);
    if (form === 7) return `${this.#pick(['x', 'y', 'id', 'reference'])}: `;
    return fitting === '' ? '' : `${fitting}: `;
  }

  #directive(): string {
    return this.#draw(8) === 7 ? ` ${this.#pick(['@skip(if: $yes)', '@include(if: $yes)', '@skip(if: $no)', '@include(if: false)', '@include(if: $no)'])}` : '';
  }

  #condition(type: GraphQLCompositeType): string {
    const possible = isAbstractType(type) ? this.schema.getPossibleTypes(type) : [type];
    const chosen = this.#pick(possible);
    return `${chosen.name}${this.#directive()} ${this.#selection(chosen, 4)}`;
  }

  #named(type: GraphQLCompositeType, depth: number): string {
    const name = `F${this.#fragments.length}`;
    this.#fragments.push('');
    const index = this.#fragments.length - 1;
    this.#fragments[index] = `fragment ${name} on ${type.name} ${this.#selection(type, depth + 1)}`;
    return `...${name}${this.#directive()}`;
  }
}
