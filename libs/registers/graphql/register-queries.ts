import { Inject } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import type { Disclosed } from '#libs/disclosure';
import type { Caller } from '#libs/kernel';
import { ReadRegister } from '../actions/read-register.js';
import type { Register } from '../model/register.js';

/** The register as an exit. */
@Resolver()
export class RegisterQueries {
  constructor(@Inject(ReadRegister) private readonly register: ReadRegister) {}

  @Query('processingRegister')
  processingRegister(_parent: unknown, args: { agency?: string | null }, { caller }: { readonly caller: Caller }): Promise<Disclosed<Register>> {
    return this.register.run(caller, args.agency);
  }
}
