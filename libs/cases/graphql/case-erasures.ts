import { Inject } from '@nestjs/common';
import { Mutation, Resolver } from '@nestjs/graphql';
import type { Context, Receipt } from '#libs/records';
import { ErasePerson, type PersonErasure } from '#libs/retention';

/** Persons in cases, erased by the case's originator. */
@Resolver()
export class CaseErasures {
  constructor(@Inject(ErasePerson) private readonly erasePerson: ErasePerson) {}

  @Mutation('eraseCasePerson')
  eraseCasePerson(_parent: unknown, args: Omit<PersonErasure, 'kind'>, context: Context): Promise<Receipt> {
    return this.erasePerson.run(context.caller, { kind: 'case', ...args });
  }
}
