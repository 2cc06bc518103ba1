import type { SchemaPart } from '#libs/postgres';
import { Records1764000000200 } from './postgres/0001-records.js';
import { EarlierViews1764000000210 } from './postgres/0002-earlier-views.js';
import { ViewsInTime1764000000230 } from './postgres/0003-views-in-time.js';
import { SlicesAsText1764000000240 } from './postgres/0004-slices-as-text.js';
import { KeysApart1764000000250 } from './postgres/0005-keys-apart.js';
import { TimeLimits1764000000260 } from './postgres/0006-time-limits.js';
import { KeysNamedBySlices1764000000270, NAME_KEYS } from './postgres/0007-keys-named-by-slices.js';
import { RECORD_FUNCTIONS } from './postgres/functions.js';
import { RECORD_POLICIES } from './postgres/policies.js';

export { AmendRecord, type Amendment } from './actions/amend-record.js';
export { cursorOf, FindRecords, type PageArguments } from './actions/find-records.js';
export { expectId } from './actions/claim.js';
export { RectifyRecord, type Rectification } from './actions/rectify-record.js';
export { RestrictRecord, type Restriction } from './actions/restrict-record.js';
export { RecordKeeping } from './actions/record-keeping.js';
export { SubmitRecord, type Submission } from './actions/submit-record.js';
export { WithdrawRecord, type Withdrawal } from './actions/withdraw-record.js';
export { LookUps } from './graphql/look-ups.js';
export { recordQueries, type Context } from './graphql/record-queries.js';
export { audienceOf, seenThrough, type AudienceEntry, type Participant } from './model/audience.js';
export { Kinds, type KindRules } from './model/kinds.js';
export { labelFrom } from './model/rows.js';
export { subjectId } from './model/sealing.js';
export { PERSON_LISTS } from './model/time-limits.js';
export { ExplanationsModule, RecordsModule } from './records.module.js';
export { claimOf } from './actions/claim.js';
export { announcedColumns, audienceColumns, current, unchanged, type Claim, type CurrentRecord, type IdentifiedAnnouncement, type Receipt } from './postgres/record.store.js';

export { NAME_KEYS };

export const recordsSchema: SchemaPart = { migrations: [Records1764000000200, EarlierViews1764000000210, ViewsInTime1764000000230, SlicesAsText1764000000240, KeysApart1764000000250, TimeLimits1764000000260, KeysNamedBySlices1764000000270], functions: [...RECORD_FUNCTIONS, RECORD_POLICIES] };
