import { Inject } from '@nestjs/common';
import { Mutation, Resolver } from '@nestjs/graphql';
import { RectifyRecord, RestrictRecord, type Context, type Receipt } from '#libs/records';

interface Correcting {
  readonly id: string;
  readonly version: number;
  readonly idempotencyKey: string;
}

/** Cases that were wrong, or may not be used for now (LED art. 16). */
@Resolver('Case')
export class CaseCorrections {
  constructor(
    @Inject(RectifyRecord) private readonly rectify: RectifyRecord,
    @Inject(RestrictRecord) private readonly restrict: RestrictRecord,
  ) {}

  @Mutation('rectifyCase')
  rectifyCase(_parent: unknown, { case: document, ...args }: Correcting & { ground: string; case: unknown }, { caller }: Context): Promise<Receipt> {
    return this.rectify.run(caller, { kind: 'case', ...args, document });
  }

  @Mutation('restrictCase')
  restrictCase(_parent: unknown, args: Correcting & { ground: string }, { caller }: Context): Promise<Receipt> {
    return this.restrict.run(caller, { kind: 'case', ...args });
  }

  @Mutation('liftCaseRestriction')
  liftCaseRestriction(_parent: unknown, args: Correcting, { caller }: Context): Promise<Receipt> {
    return this.restrict.lift(caller, { kind: 'case', ...args });
  }
}
