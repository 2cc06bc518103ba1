import { codelistNamed, maskOf } from '#libs/contracts';
import { isUuid, Refusal, type Caller } from '#libs/kernel';
import type { FindRecords, Participant, RecordKeeping } from '#libs/records';
import { heldBy, type Held } from './widen-record.js';

const REFERENCE = maskOf('REFERENCE');
const CUSTODY = maskOf('CUSTODY');

/** @throws Refusal ACTION_NOT_ALLOWED for a machine, and a client that may not see how records are governed */
export function expectOfficer(keeping: RecordKeeping, caller: Caller): Participant {
  const agency = keeping.writer(caller);
  if (caller.officer === null || (caller.classes & CUSTODY) === 0) {
    throw Refusal.because('ACTION_NOT_ALLOWED', '', 'LED art. 25(2): the person who disclosed', 'This is for an officer whose client sees how records are governed.');
  }
  return agency;
}

/** The record as the hub knows it, where the caller is shown it; that it was asked for stands in the ledger. @throws Refusal RECORD_NOT_FOUND, in the same words and by the same way for a hidden one and none */
export async function expectShown(keeping: RecordKeeping, find: FindRecords, caller: Caller, id: string): Promise<Held> {
  const held = isUuid(id) ? await heldBy(keeping.database, caller, id, keeping.source.clock.now().getTime()) : null;
  const view = await find.one(caller, held?.kind ?? 'case', id, REFERENCE);
  if (!held || !view) throw notFound();
  return held;
}

/** As `expectShown`, of the caller's own agency. */
export async function expectOwn(keeping: RecordKeeping, find: FindRecords, caller: Caller, id: string): Promise<Held> {
  const held = await expectShown(keeping, find, caller, id);
  if (held.label.originator !== caller.agency) throw notFound();
  return held;
}

/** @throws Refusal AGENCY_UNKNOWN */
export function expectAgency(keeping: RecordKeeping, code: string, field: string): Participant {
  if (!keeping.directory.agency(code)) throw Refusal.because('AGENCY_UNKNOWN', field, 'directory', 'The directory has no such agency.');
  return keeping.agency(code);
}

/** @throws Refusal CODE_UNKNOWN */
export function expectCode(list: string, value: string, field: string): string {
  const code = codelistNamed(list).canonical(value);
  if (!code) throw Refusal.because('CODE_UNKNOWN', field, `codelist ${list}`, 'The code is not in the code list.');
  return code;
}

const notFound = () => Refusal.because('RECORD_NOT_FOUND', 'record', 'hub', 'There is no such record, or none that you may see.');
