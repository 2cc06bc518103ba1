import type { SchemaPart } from '#libs/postgres';
import { Directory1764000000050 } from './postgres/0001-directory.js';
import { ClientKeys1764000000051 } from './postgres/0002-client-keys.js';
import { TaskForces1764000000052 } from './postgres/0003-task-forces.js';
import { TrustedDocuments1764000000053 } from './postgres/0004-trusted-documents.js';
import { DirectorySuspensions1764000000054 } from './postgres/0005-suspensions.js';
import { Supervisor1764000000055 } from './postgres/0006-supervisor.js';
import { AgencyRow } from './postgres/agency-row.js';
import { ClientRow } from './postgres/client-row.js';
import { StreamRow } from './postgres/stream-row.js';
import { TaskForceRow } from './postgres/task-force-row.js';

export { closeStream } from './actions/close-stream.js';
export { loadParticipants, type SecretSource } from './actions/load-participants.js';
export { openStream } from './actions/open-stream.js';
export { openTaskForce } from './actions/open-task-force.js';
export { registerAgency } from './actions/register-agency.js';
export { registerClient } from './actions/register-client.js';
export { removeClient } from './actions/remove-client.js';
export { reinstateAgency, suspendAgency } from './actions/suspend-agency.js';
export { joinTaskForce, leaveTaskForce } from './actions/task-force-members.js';
export { registerDocument, withdrawDocument, type DocumentGiven } from './actions/trusted-documents.js';
export { Authenticator, OPERATOR, type RequestHeaders, type RequestPlace } from './authenticator.js';
export { issueCredentials, secretsFrom, type Addresses } from './credentials-file.js';
export { Directory } from './directory.js';
export { DirectoryModule } from './directory.module.js';
export type { TopicNaming } from './graphql/directory-queries.js';
export {
  ownClient, ownStream, publishedAgency, type OwnClient, type OwnStream, type PublishedAgency,
} from './graphql/published.js';
export type { Agency, AgencyType, Client, EnrolledClient, KnownClient, Regime, RegisteredDocument, Stream, TaskForce } from './model/participant.js';
export { readParticipants, type Participants } from './participants-file.js';
export { QUOTA, Quotas, type Passage, type QuotaLimits, type QuotaName } from './quotas.js';
export { Provisioning, type ProvisionedBroker, type ProvisionedUsers } from './provisioning.js';

export const directorySchema: SchemaPart = {
  migrations: [Directory1764000000050, ClientKeys1764000000051, TaskForces1764000000052, TrustedDocuments1764000000053, DirectorySuspensions1764000000054,
    Supervisor1764000000055],
  functions: [`revoke all on all functions in schema directory from public;
    -- names of topics that every agency has
    alter table directory.stream drop constraint if exists stream_name_reserved_check;
    alter table directory.stream add constraint stream_name_reserved_check check (name not in ('approvals', 'protection'))`],
};
/** For `Database.connect`: without them the register's actions cannot write. */
export const directoryEntities = [AgencyRow, ClientRow, StreamRow, TaskForceRow];
