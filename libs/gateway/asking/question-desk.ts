import { getOperationAST, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { Refusal, type Caller } from '#libs/kernel';
import { tooComplex, type DocumentCache, type QueryError, type WrittenQuestion } from '#libs/subgraphs';
import type { CostModel } from '../cost/cost-model.js';
import { textOf, type TrustedDocuments } from './trusted-documents.js';

/** A question that may be asked: its document fits the schema and stays within every limit. */
export interface AskedDocument {
  /** As written by the client, or as registered. */
  readonly text: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** Where every question is looked at, by whatever protocol it comes. */
export class QuestionDesk {
  constructor(
    private readonly documents: DocumentCache, private readonly costs: CostModel,
    private readonly trusted: TrustedDocuments, private readonly mostCost: number,
  ) {}

  /**
   * @returns what may be asked, or the errors of its text
   * @throws Refusal FREE_FORM_NOT_ALLOWED, DOCUMENT_UNKNOWN, PURPOSE_NOT_ALLOWED, INTROSPECTION_NOT_ALLOWED
   */
  read(caller: Caller, question: WrittenQuestion): AskedDocument | { readonly errors: readonly QueryError[] } {
    const text = this.#text(caller, question);
    const read = this.documents.read(text, caller.rights?.includes('introspection') === true);
    if ('errors' in read) return read;
    const { operationName, variables } = question;
    const operation = getOperationAST(read.document, operationName);
    if (!operation) return { errors: [{ message: 'no such operation in the document', extensions: { code: 'QUERY_INVALID' } }] };
    const cost = this.costs.costOf(read.document, operationName, variables ?? {});
    return cost > this.mostCost ? { errors: [tooComplex('cost')] } : { text, document: read.document, operation };
  }

  #text(caller: Caller, { query, documentId }: WrittenQuestion): string {
    if (documentId) return textOf(this.trusted, caller, documentId);
    if (caller.rights?.includes('free-form-queries') !== true) {
      throw Refusal.because('FREE_FORM_NOT_ALLOWED', 'query', 'hub', 'this client may ask registered documents only: send documentId');
    }
    return query ?? '';
  }
}
