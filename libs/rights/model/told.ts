import { classesIn, maskOf, type RecordClass } from '#libs/contracts';

/**
 * Classes of a record that are about the person, and may be told (LED art. 14(g)): the handling of the record, what
 * happened, the offences, and whatever names the person. METHOD, FINANCE, EVIDENCE and ASSESSMENT say how an
 * investigation knows and concludes, and are no part of any answer; what is concluded of somebody is withheld with them (art. 15(1)(a)-(b), (e)).
 */
export const TOLD_OPEN: readonly RecordClass[] = ['REFERENCE', 'EVENT', 'OFFENCE'];
export const TOLD_SEALED: readonly RecordClass[] = ['SUSPECT_IDENTITY', 'VICTIM_IDENTITY', 'VICTIM_CONTACT', 'WITNESS_IDENTITY', 'SPECIAL_CATEGORY'];

/** Classes that a decision may withhold from what is told; CUSTODY stands for whom the record was disclosed to. */
export const WITHHELD_ONE_BY_ONE: readonly RecordClass[] = classesIn(maskOf(...TOLD_OPEN, ...TOLD_SEALED, 'CUSTODY') & ~maskOf('REFERENCE'));
export const ALL_TOLD: number = maskOf(...TOLD_OPEN, ...TOLD_SEALED, 'CUSTODY');
