/** What LED art. 25(1) asks to be logged. */
export type Operation = 'collection' | 'alteration' | 'consultation' | 'disclosure' | 'combination' | 'erasure';

/**
 * What each action of a ledger line is under LED art. 25(1); null where nobody's data is processed. What changes who
 * is shown a record, or for how long it is kept, is an alteration of it.
 */
export const OPERATIONS: Readonly<Record<string, Operation | null>> = {
  submit: 'collection',
  amend: 'alteration', withdraw: 'alteration', relabel: 'alteration', acknowledge: 'alteration',
  restrict: 'alteration', 'lift-restriction': 'alteration', hold: 'alteration', 'lift-hold': 'alteration', review: 'alteration', 'confirm-recall': 'alteration', 'widen-record': 'alteration', 'allow-purpose': 'alteration', 'end-purpose': 'alteration',
  read: 'consultation', list: 'consultation', explain: 'consultation', acknowledgements: 'consultation',
  recalls: 'consultation', 'recalls-made': 'consultation',
  'ledger-lines': 'consultation', 'ledger-export': 'consultation', 'odd-look-ups': 'consultation', 'close-odd-look-up': 'consultation',
  deliver: 'disclosure',
  erase: 'erasure', 'erase-person': 'erasure', shred: 'erasure', 'drop-period': 'erasure', 'drop-findings': 'erasure',
  transfers: 'consultation',
  'file-subject-request': 'collection', 'search-for-subject': 'combination', 'collect-for-subject': 'combination', 'decide-for-subject': 'alteration', 'answer-subject-request': 'disclosure',
  'subject-requests': 'consultation', 'open-subject-request': 'consultation', 'subject-request': 'consultation', 'subject-answer': 'disclosure', 'withheld-from-subject': 'consultation', 'supervise-subject-requests': 'consultation',
  'carry-out-for-subject': null, 'extend-subject-request': null, 'verify-subject-request': null,
  'ask-approval': null, 'answer-approval': null, 'delegate-approval': null, 'withdraw-approval': null, 'take-back-approval': null, 'approval-requests': null, 'begin-deadline': null, 'end-deadline': null, deadlines: null,
  // A breach is worked out from the ledger, and its register names records; telling the authority is a disclosure to it.
  'open-breach': 'consultation', 'add-to-breach': 'consultation', breaches: 'consultation', breach: 'consultation', 'breach-document': 'consultation', 'breach-records': 'consultation',
  'breach-notifications': 'consultation', 'breach-notices': 'consultation', 'notify-breach': 'disclosure', 'acknowledge-breach': null, 'decide-breach-communication': null, 'require-breach-communication': null, 'close-breach': null,
  directory: null, 'processing-register': null, 'ledger-proof': null, 'seal-log': null, 'seal-opening': null, 'seal-proof': null, countersign: null,
  'rotate-keys-begun': null, 'rotate-keys-ended': null, 'relabel-begun': null, 'relabel-ended': null,
};
