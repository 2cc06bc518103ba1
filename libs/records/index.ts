import type { SchemaPart } from '#libs/postgres';
import { Records1764000000200 } from './postgres/0001-records.js';
import { EarlierViews1764000000210 } from './postgres/0002-earlier-views.js';
import { ViewsInTime1764000000230 } from './postgres/0003-views-in-time.js';
import { SlicesAsText1764000000240 } from './postgres/0004-slices-as-text.js';
import { RECORD_FUNCTIONS } from './postgres/functions.js';
import { RECORD_POLICIES } from './postgres/policies.js';

export { AmendRecord, type Amendment } from './actions/amend-record.js';
export { cursorOf, FindRecords, type PageArguments } from './actions/find-records.js';
export { RecordKeeping } from './actions/record-keeping.js';
export { SubmitRecord, type Submission } from './actions/submit-record.js';
export { heldBy, WidenRecord, type Held, type TransferEntry } from './actions/widen-record.js';
export { WithdrawRecord, type Withdrawal } from './actions/withdraw-record.js';
export { LookUps } from './graphql/look-ups.js';
export { recordQueries, type Context } from './graphql/record-queries.js';
export { wantedClasses, type Asked } from './graphql/wanted-classes.js';
export { Intake, type EventAction } from './kafka/intake.js';
export { audienceOf, type Participant } from './model/audience.js';
export { Kinds, type KindRules } from './model/kinds.js';
export { ExplanationsModule, RecordsModule } from './records.module.js';
export { claimOf } from './actions/claim.js';
export { refusing, type Claim, type Receipt } from './postgres/record.store.js';

export const recordsSchema: SchemaPart = { migrations: [Records1764000000200, EarlierViews1764000000210, ViewsInTime1764000000230, SlicesAsText1764000000240], functions: [...RECORD_FUNCTIONS, RECORD_POLICIES] };
