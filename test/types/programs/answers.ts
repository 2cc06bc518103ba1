import { reshape, type Disclosed, type RecordView } from '#libs/disclosure';
import type { Caller } from '#libs/kernel';
import type { Database } from '#libs/postgres';
import type { FindRecords } from '#libs/records';

declare const find: FindRecords;
declare const database: Database;
declare const caller: Caller;
declare const made: RecordView;

/** A resolver's answer, as every speaking room declares it. */
type Answer = Promise<Disclosed<RecordView | null>>;

export const throughDisclosure = (id: string): Answer => find.one(caller, 'case', id);

export async function fromARow(id: string): Answer {
  const [row] = await database.query<RecordView>('select * from records.record where id = $1', [id]);
  //! TS2322 Property 'passedDisclosure' is missing in type 'RecordView'
  return row ?? null;
}

//! TS2322 Property 'passedDisclosure' is missing in type 'RecordView'
export const madeByHand: Disclosed<RecordView> = made;

//! TS2322 Property 'passedDisclosure' is missing
export const writtenOut: Disclosed<{ id: string }> = { id: 'x' };

//! TS2322 Property 'passedDisclosure' is missing
export const filledUp = (seen: Disclosed<RecordView>): Disclosed<RecordView> => ({ ...seen, summary: made.summary });

//! TS2322 Property 'passedDisclosure' is missing in type 'RecordView'
export const listed = (seen: Disclosed<RecordView>[]): Disclosed<RecordView>[] => [seen[0]!, made];

export const inAnotherForm = (seen: Disclosed<RecordView>): Disclosed<{ id: string }> => reshape(seen, ({ id }) => ({ id }));

//! TS2345 Property 'passedDisclosure' is missing in type 'RecordView'
export const reshapedBeforehand: Disclosed<{ id: string }> = reshape<RecordView, { id: string }>(made, ({ id }) => ({ id }));

//! TS2694 'disclosed'
export type Mark = typeof import('#libs/disclosure').disclosed;
