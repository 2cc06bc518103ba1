import type { Effect } from '#libs/approvals';
import { purposeMask } from '#libs/contracts';
import { callerFacts } from '#libs/disclosure';
import type { Tx } from '#libs/postgres';
import { classesOfTerm } from './model/further.js';
import { allowPurpose, endPurpose } from './postgres/further.store.js';

/**
 * What consent to a further purpose does, in the transaction of the answer that decides: for that record, that agency
 * and that purpose the audience has one row more, until it lapses or is taken back. The rules have the last word on
 * it, now and at every read.
 */
export const furtherEffect: Effect<Tx> = async (tx, caller, { id, record, askedBy, terms }) => {
  const { purpose = '', classes = '', until = 'infinity' } = terms;
  await allowPurpose(tx, callerFacts(caller), { record, agency: askedBy, purpose: purposeMask(purpose), classes: classesOfTerm(classes), until, approval: id });
};

/** What ends it, in the transaction in which the originator takes it back. */
export const endFurther: Effect<Tx> = (tx, caller, { id, record }) => endPurpose(tx, callerFacts(caller), record, id);
