import { GraphQLError, parse, specifiedRules, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { limitOperations, type Limits } from './operation-limits.js';
import { invalid, malformed, type QueryError } from './query-error.js';

const MOST_DOCUMENTS = 1_000;

export type ReadDocument = { readonly document: DocumentNode } | { readonly errors: readonly QueryError[] };

/** Documents that clients ask by stream, parsed and validated once. */
export class DocumentCache {
  readonly #documents = new LRUCache<string, DocumentNode>({ max: MOST_DOCUMENTS });

  constructor(private readonly schema: GraphQLSchema, private readonly limits: Limits) {}

  read(text: string): ReadDocument {
    const known = this.#documents.get(text);
    if (known) return { document: known };
    try {
      const document = parse(text, { maxTokens: this.limits.tokens });
      const errors = validate(this.schema, document, [...specifiedRules, limitOperations(this.limits)]);
      if (errors.length > 0) return { errors: errors.map(invalid) };
      this.#documents.set(text, document);
      return { document };
    } catch (error) {
      return { errors: [malformed(error as GraphQLError)] };
    }
  }
}
