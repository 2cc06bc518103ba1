import type { SchemaPart } from '#libs/postgres';
import { RECORD_MIGRATIONS } from './postgres/migrations.js';
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
export { NAME_KEYS } from './postgres/migrations/0007-keys-named-by-slices.js';
export { audienceOf, seenThrough, type AudienceEntry, type Participant } from './model/audience.js';
export { Kinds, type KindRules } from './model/kinds.js';
export { labelFrom } from './model/rows.js';
export { subjectId } from './model/sealing.js';
export { PERSON_LISTS } from './model/time-limits.js';
export { ExplanationsModule, RecordsModule } from './records.module.js';
export { claimOf } from './actions/claim.js';
export { announcedColumns, audienceColumns, current, unchanged, type Claim, type CurrentRecord, type IdentifiedAnnouncement, type Receipt } from './postgres/record.store.js';

export const recordsSchema: SchemaPart = { migrations: RECORD_MIGRATIONS, functions: [...RECORD_FUNCTIONS, RECORD_POLICIES] };
