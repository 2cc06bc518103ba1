import { Database, type Tx } from '#libs/postgres';
import { submit, withdraw, type Claim, type HandedIn } from '../../../libs/records/postgres/record.store.js';

declare const database: Database;
declare const claim: Claim;
declare const lot: readonly HandedIn[];
declare const taken: { kind: string; id: string; reason: string };

export const inATransaction = () => database.transaction((tx) => submit(tx, lot));

//! TS2345 'Database' is not assignable to parameter of type 'Tx'
export const storedOutside = () => submit(database, lot);

//! TS2345 'Database' is not assignable to parameter of type 'Tx'
export const announcedOutside = () => withdraw(database, claim, taken, [], []);

//! TS2694 'append'
export type Append = typeof import('#libs/delivery').append;

//! TS2741 Property '#connection' is missing
export const aTxMadeByHand: Tx = { query: async () => [], run: async () => [], get entities(): never { throw new Error('none'); } };

//! TS2694 'openedTx'
export type Opened = typeof import('#libs/postgres').openedTx;

//! TS2673 private
export const aDatabaseMadeByHand = () => new Database(null as never);

export const aStep = (tx: Tx) => submit(tx, lot);
