import { Inject } from '@nestjs/common';
import { Mutation, Resolver } from '@nestjs/graphql';
import type { Context, Receipt } from '#libs/records';
import { ErasePerson, EraseRecord, type Erasure, type PersonErasure } from '#libs/retention';

/** Cases and incidents, and persons in cases, erased by their originator. */
@Resolver()
export class CaseErasures {
  constructor(@Inject(EraseRecord) private readonly erase: EraseRecord, @Inject(ErasePerson) private readonly erasePerson: ErasePerson) {}

  @Mutation('eraseCase')
  eraseCase(_parent: unknown, args: Omit<Erasure, 'kind'>, context: Context): Promise<Receipt> {
    return this.erase.run(context.caller, { kind: 'case', ...args });
  }

  @Mutation('eraseCasePerson')
  eraseCasePerson(_parent: unknown, args: Omit<PersonErasure, 'kind'>, context: Context): Promise<Receipt> {
    return this.erasePerson.run(context.caller, { kind: 'case', ...args });
  }

  @Mutation('eraseIncident')
  eraseIncident(_parent: unknown, args: Omit<Erasure, 'kind'>, context: Context): Promise<Receipt> {
    return this.erase.run(context.caller, { kind: 'incident', ...args });
  }
}
