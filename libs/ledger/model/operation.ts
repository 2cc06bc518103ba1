/** What LED art. 25(1) asks to be logged. */
export type Operation = 'collection' | 'alteration' | 'consultation' | 'disclosure' | 'combination' | 'erasure';

/**
 * What each action of a ledger line is under LED art. 25(1); null where nobody's data is processed. A withdrawal
 * and what relabelling does change who is shown a record, and are alterations of it.
 */
export const OPERATIONS: Readonly<Record<string, Operation | null>> = {
  submit: 'collection',
  amend: 'alteration', withdraw: 'alteration', relabel: 'alteration', acknowledge: 'alteration',
  read: 'consultation', list: 'consultation', explain: 'consultation', acknowledgements: 'consultation',
  'ledger-lines': 'consultation', 'ledger-export': 'consultation', 'odd-look-ups': 'consultation', 'close-odd-look-up': 'consultation',
  deliver: 'disclosure',
  'drop-period': 'erasure',
  directory: null, 'processing-register': null, 'ledger-proof': null, 'seal-log': null, 'seal-opening': null, 'seal-proof': null, countersign: null,
  'relabel-begun': null, 'relabel-ended': null,
};
