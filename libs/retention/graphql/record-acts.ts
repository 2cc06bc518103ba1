import { Inject, type Type } from '@nestjs/common';
import { Mutation, Resolver } from '@nestjs/graphql';
import { KINDS } from '#libs/contracts';
import { AmendRecord, RectifyRecord, RestrictRecord, WithdrawRecord, type Context, type Receipt } from '#libs/records';
import { EraseRecord, type Erasure } from '../actions/erase-record.js';

/** Which version is meant, and under which key. */
interface Acting {
  readonly id: string;
  readonly version: number;
  readonly idempotencyKey: string;
}

/** The whole new document stands under the name of its kind. */
type WithDocument<Args> = Args & Readonly<Record<string, unknown>>;

/**
 * What the originator of a record may do to it, the same for every kind: put right what was wrong, keep it from being
 * used, take it back, erase it (LED art. 7(3), 16). Whoever holds a copy is told by the acts themselves.
 * @returns resolvers, for the subject's module
 */
export function recordActs(kind: string): Type[] {
  const type = KINDS[kind]!.type.name;
  return [changesOf(kind, type), endsOf(kind, type)];
}

function changesOf(kind: string, type: string): Type {
  @Resolver(type)
  class RecordChanges {
    @Inject(AmendRecord) private readonly amending!: AmendRecord;
    @Inject(RectifyRecord) private readonly rectifying!: RectifyRecord;
    @Inject(RestrictRecord) private readonly restricting!: RestrictRecord;

    @Mutation(`amend${type}`)
    amend(_parent: unknown, { id, version, idempotencyKey, [kind]: document }: WithDocument<Acting>, { caller }: Context): Promise<Receipt> {
      return this.amending.run(caller, { kind, id, version, document, idempotencyKey });
    }

    @Mutation(`rectify${type}`)
    rectify(_parent: unknown, { id, version, ground, idempotencyKey, [kind]: document }: WithDocument<Acting & { readonly ground: string }>, { caller }: Context): Promise<Receipt> {
      return this.rectifying.run(caller, { kind, id, version, ground, document, idempotencyKey });
    }

    @Mutation(`restrict${type}`)
    restrict(_parent: unknown, args: Acting & { readonly ground: string }, { caller }: Context): Promise<Receipt> {
      return this.restricting.run(caller, { kind, ...args });
    }

    @Mutation(`lift${type}Restriction`)
    lift(_parent: unknown, args: Acting, { caller }: Context): Promise<Receipt> {
      return this.restricting.lift(caller, { kind, ...args });
    }
  }
  return RecordChanges;
}

function endsOf(kind: string, type: string): Type {
  @Resolver(type)
  class RecordEnds {
    @Inject(WithdrawRecord) private readonly withdrawing!: WithdrawRecord;
    @Inject(EraseRecord) private readonly erasing!: EraseRecord;

    @Mutation(`withdraw${type}`)
    withdraw(_parent: unknown, args: Acting & { readonly reason: string }, { caller }: Context): Promise<Receipt> {
      return this.withdrawing.run(caller, { kind, ...args });
    }

    @Mutation(`erase${type}`)
    erase(_parent: unknown, args: Omit<Erasure, 'kind'>, { caller }: Context): Promise<Receipt> {
      return this.erasing.run(caller, { kind, ...args });
    }
  }
  return RecordEnds;
}
