import type { Disclosed, RecordView } from '#libs/disclosure';
import { Refusal, type Caller } from '#libs/kernel';
import { faultOf, log } from '#libs/process';

declare const caller: Caller;
declare const record: RecordView;
declare const seen: Disclosed<RecordView>;

export const aCount = () => log('info', 'records-read', { records: 3, agency: caller.agency });

export const aFault = (error: unknown) => log('error', 'not-read', faultOf(error));

//! TS2345 RecordView
export const aRecord = () => log('info', 'read', record);

//! TS2322 is not assignable to type 'string | number | boolean'
export const aRecordInside = () => log('info', 'read', { record: { id: record.id, summary: record.summary } });

//! TS2345 RecordView
export const aDisclosedRecord = () => log('info', 'read', seen);

//! TS2322 unknown
export const aFieldOfARecord = () => log('info', 'read', { summary: record.summary });

//! TS2322 'Caller' is not assignable
export const aWholeCaller = () => log('info', 'asked', { caller });

//! TS2322 Issue
export const aRefusalWithItsIssues = (refusal: Refusal) => log('info', 'refused', { issues: refusal.issues });
