import { Query, ResolveReference } from '@nestjs/graphql';
import { wantedClasses, type Asked, type Disclosed, type RecordView } from '#libs/disclosure';
import type { Caller } from '#libs/kernel';
import type { FindRecords, PageArguments } from '../actions/find-records.js';
import { connectionOf, type RecordConnection } from './connection.js';
import { LookUps } from './look-ups.js';

/** What every resolver is given beside its arguments. */
export interface Context {
  readonly caller: Caller;
}

/**
 * The ways out that every kind has: by id (`one`), as a list (`many`), and as an entity that other
 * subgraphs refer to. A subject's resolver extends it and adds its own.
 */
export function recordQueries(kind: string, names: { readonly one: string; readonly many: string }) {
  class RecordQueries {
    readonly #entities: LookUps<Disclosed<RecordView | null>>;

    constructor(protected readonly find: FindRecords) {
      this.#entities = new LookUps((caller, ids, wanted) => find.many(caller, kind, ids, wanted));
    }

    @Query(names.one)
    one(_parent: unknown, args: { id: string }, context: Context, asked: Asked): Promise<Disclosed<RecordView | null>> {
      return this.find.one(context.caller, kind, args.id, wantedClasses(asked, kind));
    }

    @Query(names.many)
    async many(_parent: unknown, args: PageArguments, context: Context, asked: Asked): Promise<RecordConnection> {
      return connectionOf(await this.find.page(context.caller, kind, args, wantedClasses(asked, kind, ['edges', 'node'])));
    }

    @ResolveReference()
    resolveReference(reference: { id: string }, context: Context, asked: Asked): Promise<Disclosed<RecordView | null>> {
      return this.#entities.load(context.caller, reference.id, wantedClasses(asked, kind));
    }
  }
  return RecordQueries;
}
