import { Kind } from 'graphql';
import { SCALARS } from '#libs/contracts';
import { Supergraph } from '#libs/federation';
import { DocumentCache, LIMITS, tooComplex, type QueryError } from '#libs/subgraphs';
import { CostModel } from '../cost/cost-model.js';

/** What is wrong with a document that is to be registered; nothing when it may always be asked, with whatever variables. */
export type CheckDocument = (text: string) => readonly QueryError[];

/** `mostCost` as the edge has it. */
export function documentCheck(supergraphSdl: string, mostCost: number): CheckDocument {
  const { publicSchema, entities } = new Supergraph(supergraphSdl, SCALARS);
  const documents = new DocumentCache(publicSchema, LIMITS);
  const costs = new CostModel(publicSchema, entities);
  return (text) => {
    const read = documents.read(text);
    if ('errors' in read) return read.errors;
    const names = read.document.definitions.flatMap((each) => (each.kind === Kind.OPERATION_DEFINITION ? [each.name?.value] : []));
    return names.some((name) => costs.costOf(read.document, name, null) > mostCost) ? [tooComplex('cost')] : [];
  };
}
