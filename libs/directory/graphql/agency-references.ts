import { Inject } from '@nestjs/common';
import { ResolveReference, Resolver } from '@nestjs/graphql';
import { Directory } from '../directory.js';
import { publishedAgency, type PublishedAgency } from './published.js';

/** Completes the agencies that other subgraphs name by their code alone. */
@Resolver('Agency')
export class AgencyReferences {
  constructor(@Inject(Directory) private readonly directory: Directory) {}

  @ResolveReference()
  resolveReference(reference: { code: string }): PublishedAgency | null {
    const agency = this.directory.agency(reference.code);
    return agency && publishedAgency(agency);
  }
}
