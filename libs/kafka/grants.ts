import kafkajs, { type AclEntry, type AclFilter } from 'kafkajs';
import type { AgencyTopics, Topics } from './model/topics.js';

/** Node finds some of this CommonJS package's names only on the package itself. */
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

/** One permission of one broker user. */
export type Grant = Readonly<AclEntry>;

const PRINCIPAL = 'User:';

/**
 * All that an agency's user may do: read its open streams, its recalls, rejections, approvals and what concerns its data-protection officer, topic by topic,
 * so that a stream that ends is a right that ends; read in its group prefix; write to its way in. Reading
 * and writing include seeing, and writing the idempotent producer's rights.
 */
export function grantsOf({ agency, streams }: AgencyTopics, topics: Topics): Grant[] {
  const { TOPIC, GROUP } = AclResourceTypes;
  const { PREFIXED, LITERAL } = ResourcePatternTypes;
  const { READ, WRITE } = AclOperationTypes;
  const grant = (resourceType: number, resourcePatternType: number, resourceName: string, operation: number): Grant => ({
    resourceType, resourcePatternType, resourceName, operation,
    principal: `${PRINCIPAL}${agency}`, host: '*', permissionType: AclPermissionTypes.ALLOW,
  });
  const readable = [...streams.map(({ name }) => topics.outbound(agency, name)), topics.recalls(agency), topics.rejections(agency), topics.approvals(agency), topics.protection(agency)];
  return [
    ...readable.map((topic) => grant(TOPIC, LITERAL, topic, READ)),
    grant(GROUP, PREFIXED, `${agency}.`, READ),
    grant(TOPIC, LITERAL, topics.inbound(agency), WRITE),
  ];
}

/** Finds whatever anybody holds anywhere on the broker. */
export const EVERY_GRANT: AclFilter = {
  resourceType: AclResourceTypes.ANY,
  resourcePatternType: ResourcePatternTypes.ANY,
  operation: AclOperationTypes.ANY,
  permissionType: AclPermissionTypes.ANY,
};

/** The agency whose user holds the grant, when it is a user. */
export function holderOf({ principal }: Grant): string | null {
  return principal.startsWith(PRINCIPAL) ? principal.slice(PRINCIPAL.length) : null;
}

const NAMES = ['resourceType', 'resourcePatternType', 'resourceName', 'operation', 'principal', 'host', 'permissionType'] as const;

/** The same text for the same grant. */
export function keyOf(grant: Grant): string {
  return NAMES.map((name) => grant[name]).join('\n');
}
