import { Inject } from '@nestjs/common';
import { Mutation, Query, Resolver } from '@nestjs/graphql';
import { reshape, type Disclosed } from '#libs/disclosure';
import type { Caller } from '#libs/kernel';
import type { LedgerLinePage, LedgerProof, LedgerTile, SealLog, SealOpening } from '../actions/answers.js';
import { Countersign, type Countersigned } from '../actions/countersign.js';
import { ReadLedger, type LinesAsked, type TreeAsked } from '../actions/read-ledger.js';
import { ReadSeals } from '../actions/read-seals.js';

interface Context {
  readonly caller: Caller;
}

interface Connection {
  readonly edges: readonly { readonly cursor: string; readonly node: unknown }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** The ledger as an exit: lines, trees and proofs of the caller's own agency, and the log of seals. */
@Resolver()
export class LedgerQueries {
  constructor(
    @Inject(ReadLedger) private readonly ledger: ReadLedger,
    @Inject(ReadSeals) private readonly seals: ReadSeals,
    @Inject(Countersign) private readonly countersigning: Countersign,
  ) {}

  @Query('ledgerLines')
  async ledgerLines(_parent: unknown, args: LinesAsked, { caller }: Context): Promise<Disclosed<Connection>> {
    return reshape(await this.ledger.lines(caller, args), connectionOf);
  }

  @Query('ledgerTile')
  ledgerTile(_parent: unknown, args: TreeAsked & { index: number }, { caller }: Context): Promise<Disclosed<LedgerTile>> {
    return this.ledger.tile(caller, args);
  }

  @Query('ledgerProof')
  ledgerProof(_parent: unknown, args: TreeAsked & { index: number; size: number }, { caller }: Context): Promise<Disclosed<LedgerProof>> {
    return this.ledger.proof(caller, args);
  }

  @Query('ledgerConsistency')
  ledgerConsistency(_parent: unknown, args: TreeAsked & { from: number; to: number }, { caller }: Context): Promise<Disclosed<string[]>> {
    return this.ledger.consistency(caller, args);
  }

  @Query('sealLog')
  sealLog(_parent: unknown, _args: unknown, { caller }: Context): Promise<Disclosed<SealLog>> {
    return this.seals.log(caller);
  }

  @Query('sealOpening')
  sealOpening(_parent: unknown, args: { agency?: string; size?: number }, { caller }: Context): Promise<Disclosed<SealOpening | null>> {
    return this.seals.opening(caller, args);
  }

  @Query('sealConsistency')
  sealConsistency(_parent: unknown, args: { from: number; to: number }, { caller }: Context): Promise<Disclosed<string[]>> {
    return this.seals.consistency(caller, args);
  }

  @Mutation('countersign')
  countersign(_parent: unknown, args: { checkpoint: string; key: string }, { caller }: Context): Promise<Countersigned> {
    return this.countersigning.run(caller, args);
  }
}

function connectionOf({ lines, hasNextPage }: LedgerLinePage): Connection {
  const edges = lines.map(({ cursor, ...node }) => ({ cursor, node }));
  return { edges, pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null } };
}
