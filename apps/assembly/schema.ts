import { alertsSchema } from '#libs/alerts';
import { approvalsSchema } from '#libs/approvals';
import { auditSchema } from '#libs/audit';
import { breachesSchema } from '#libs/breaches';
import { deliverySchema } from '#libs/delivery';
import { directorySchema } from '#libs/directory';
import { disclosureSchema } from '#libs/disclosure';
import { insiderSchema } from '#libs/insider';
import { jobsSchema } from '#libs/jobs';
import { keysSchema } from '#libs/keys';
import { POLICY_SQL } from '#libs/policy';
import { migrate, type MigrateSettings } from '#libs/postgres';
import { recallsSchema } from '#libs/recalls';
import { recordsSchema } from '#libs/records';
import { relabelSchema } from '#libs/relabel';
import { retentionSchema } from '#libs/retention';
import { rightsSchema } from '#libs/rights';
import { transfersSchema } from '#libs/transfers';

/** Everything the hub keeps in PostgreSQL, in the order in which the parts build on each other. */
const PARTS = [
  { migrations: [], functions: [POLICY_SQL] },
  auditSchema, directorySchema, recordsSchema, deliverySchema, relabelSchema, disclosureSchema, alertsSchema, insiderSchema, recallsSchema, retentionSchema,
  jobsSchema, approvalsSchema, transfersSchema, rightsSchema, breachesSchema,
];

/** Brings the owner's database up to this build of the hub. Idempotent. @throws Error BUILD_SUPERSEDED */
export function migrateHub(ownerUrl: string, settings: MigrateSettings = {}): Promise<void> {
  return migrate(ownerUrl, PARTS, settings);
}

/** The same of the key store, which is a database of its own. */
export function migrateKeys(ownerUrl: string, settings: MigrateSettings = {}): Promise<void> {
  return migrate(ownerUrl, [keysSchema], settings);
}
