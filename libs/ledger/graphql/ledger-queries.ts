import { Inject } from '@nestjs/common';
import { Mutation, Query, Resolver } from '@nestjs/graphql';
import { connected, type Connection, type Disclosed } from '#libs/disclosure';
import type { Caller } from '#libs/kernel';
import type { LedgerProof, LedgerTile, SealLog, SealOpening } from '../actions/answers.js';
import { Countersign, type Countersigned } from '../actions/countersign.js';
import { ReadLedger, type LinesAsked, type TreeAsked } from '../actions/read-ledger.js';
import { ReadSeals } from '../actions/read-seals.js';

interface Context {
  readonly caller: Caller;
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
    return connected(await this.ledger.lines(caller, args));
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
