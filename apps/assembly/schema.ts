import { alertsSchema } from '#libs/alerts';
import { approvalsSchema } from '#libs/approvals';
import { auditSchema } from '#libs/audit';
import { deliverySchema } from '#libs/delivery';
import { directorySchema } from '#libs/directory';
import { disclosureSchema } from '#libs/disclosure';
import { insiderSchema } from '#libs/insider';
import { jobsSchema } from '#libs/jobs';
import { POLICY_SQL } from '#libs/policy';
import { migrate, type MigrateSettings } from '#libs/postgres';
import { recordsSchema } from '#libs/records';
import { relabelSchema } from '#libs/relabel';
import { transfersSchema } from '#libs/transfers';

/** Everything the hub keeps in PostgreSQL, in the order in which the parts build on each other. */
const PARTS = [
  { migrations: [], functions: [POLICY_SQL] },
  auditSchema, directorySchema, recordsSchema, deliverySchema, relabelSchema, disclosureSchema, alertsSchema, insiderSchema,
  jobsSchema, approvalsSchema, transfersSchema,
];

/** Brings the owner's database up to this build of the hub. Idempotent. @throws Error BUILD_SUPERSEDED */
export function migrateHub(ownerUrl: string, settings: MigrateSettings = {}): Promise<void> {
  return migrate(ownerUrl, PARTS, settings);
}
