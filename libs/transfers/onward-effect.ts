import type { Effect } from '#libs/approvals';
import { callerFacts } from '#libs/disclosure';
import { Refusal } from '#libs/kernel';
import type { Tx } from '#libs/postgres';
import type { RecordKeeping } from '#libs/records';
import { heldBy, WidenRecord } from './actions/widen-record.js';
import { wayTo } from './model/onward.js';

/**
 * What consent to onward sharing does, in the transaction of the answer that decides: the record is addressed to the
 * agency, and where personal data leave the Union, its custody tells on which basis and by whose authorisation. What
 * was asked is asked of the rules again: the asker may see less by now, or nothing.
 */
export function onwardEffect(keeping: RecordKeeping): Effect<Tx> {
  const widen = new WidenRecord(keeping);
  return async (tx, caller, { id, procedure, record, askedBy, terms }) => {
    const now = keeping.source.clock.now();
    const held = await heldBy(tx, caller, record, now.getTime());
    if (held?.label.originator !== caller.agency) throw Refusal.because('RECORD_NOT_FOUND', 'record', 'hub', 'There is no such record of yours any more.');
    const { to = '', basis, justification = '' } = terms;
    if (wayTo(held.label, keeping.agency(askedBy), keeping.agency(to), now.getTime()) !== procedure) {
      throw Refusal.because('ONWARD_NOT_ALLOWED', 'to', 'LED art. 9(3), 35(1)(e)', 'By now the record may not go on in this way: refuse the request.');
    }
    const transfer = { to, basis: basis ?? '', authorisation: `approval ${id}`, authorisedAt: now.toISOString(), authorisedBy: caller.agency, justification };
    const claim = { caller: callerFacts(caller), key: `approval/${id}`, content: keeping.envelope.digest(id) };
    await widen.within(tx, caller, claim, { kind: held.kind, id: record, recipient: to, ...(basis ? { transfer } : {}) });
  };
}
