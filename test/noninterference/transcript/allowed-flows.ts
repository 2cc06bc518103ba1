/** Something that an agency may learn of another's doing, how much of it at most, and how the harness leaves it out. */
export interface AllowedFlow {
  readonly name: string;
  readonly bound: string;
  readonly leftOut: string;
}

/**
 * The whole list of flows that are allowed. What is not here must part no two worlds; what is here is
 * here for a reason that a lawyer can read.
 */
export const ALLOWED_FLOWS: readonly AllowedFlow[] = [
  {
    name: 'participation',
    bound: 'That an agency takes part, its name, type, regime and country: the directory of participants is public to participants.',
    leftOut: 'Both worlds have the same agencies. Their clients, streams, task forces and suspensions are hidden, and differ.',
  },
  {
    name: 'what the observer is addressed by',
    bound: 'A record, an amendment or a withdrawal that the oracle says it may see; of a withdrawal that it happened, never why; and of what it was ever shown, that it was withdrawn or restricted, for a recall follows every copy (LED art. 7(3)).',
    leftOut: 'Both worlds have it.',
  },
  {
    name: 'acknowledgement',
    bound: 'The originator of an alert learns which agency took note of it, and when: the acknowledging agency does it to be known.',
    leftOut: 'Acknowledgements of the observer\'s own alerts happen in both worlds.',
  },
  {
    name: 'request for approval',
    bound: 'The originator of a record learns which recipient asks that it go on, to which agency, for which purpose and why, and when; whoever asked learns what was answered, never by whom: both do it to be known (LED art. 9(3)).',
    leftOut: 'Requests about the observer\'s own records, and its own requests, are made in both worlds.',
  },
  {
    name: 'breach',
    bound: 'Whoever holds a copy of a record, or is its originator, learns that its originator, or a holder, had a breach of it, when and of which nature, and nothing of other holders; who opened it learns which agencies hold copies of its own records, and whether they took note (LED art. 30(6)).',
    leftOut: 'Breaches of records that the observer handed in or is ever shown are opened in both worlds; its own records are read by others in both.',
  },
  {
    name: 'explanation of one\'s own record',
    bound: 'The originator who names a client of another agency learns that there is one, that none is while its agency is suspended, and which classes of this one record it is shown.',
    leftOut: 'An observer with records of its own does not ask about clients that only one world has, or shuts out.',
  },
  {
    name: 'who is shown one\'s own record',
    bound: 'Where an agency joins or leaves a task force that a record is addressed to, a line in its originator\'s ledger says when, and in which classes the record is shown to more or to fewer: it answers for whom it discloses to (LED art. 25). Not which agency it was; the explanation above says that.',
    leftOut: 'In both worlds the observer\'s own records are shown to the same agencies after every step.',
  },
  {
    name: 'to whom one\'s own record was disclosed',
    bound: 'The originator of a record learns which agencies were shown something of it when a person asks for access: the law has it tell them (LED art. 14(c)), as it does when it recalls a record.',
    leftOut: 'The observer withholds from its answers to whom its own records were disclosed.',
  },
  {
    name: 'countersignature',
    bound: 'Which agency countersigned which checkpoint of the log of seals, under what key, and when: a witness does it to be seen (C2SP tlog-cosignature).',
    leftOut: 'No agency but the observer countersigns.',
  },
  {
    name: 'hit by rule',
    bound: 'None today: no exit answers from a record that the caller may not see. The matching of a later version states its own.',
    leftOut: 'Nothing to leave out.',
  },
  {
    name: 'published statistics',
    bound: 'None today: the hub publishes no numbers over records.',
    leftOut: 'Nothing to leave out.',
  },
  {
    name: 'overload',
    bound: 'Time, and UNAVAILABLE or 503 when the hub is full: one machine\'s capacity is everybody\'s, and tells no more than that it is busy. Quotas are each agency\'s own.',
    leftOut: 'A world is alone on its hub, quotas are out of reach, and time is not compared here.',
  },
  {
    name: 'outage',
    bound: 'UNAVAILABLE, LEDGER_UNAVAILABLE, LEDGER_STUCK, a leaf of the log of seals that says that nobody sealed, and a health that is not ready, the same to all callers at once.',
    leftOut: 'No world has an outage.',
  },
];
