import kafkajs, { type AclEntry, type AclFilter } from 'kafkajs';
import type { Topics } from './topics.js';

/** Node finds some of this CommonJS package's names only on the package itself. */
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

/** One permission of one broker user. */
export type Grant = Readonly<AclEntry>;

/** All that an agency's user may do. Reading a group includes seeing it; writing includes the idempotent producer's rights. */
export function grantsOf(agency: string, topics: Topics): Grant[] {
  const { TOPIC, GROUP } = AclResourceTypes;
  const { PREFIXED, LITERAL } = ResourcePatternTypes;
  const { READ, WRITE, DESCRIBE } = AclOperationTypes;
  const grant = (resourceType: number, resourcePatternType: number, resourceName: string, operation: number): Grant => ({
    resourceType, resourcePatternType, resourceName, operation,
    principal: principalOf(agency), host: '*', permissionType: AclPermissionTypes.ALLOW,
  });
  return [
    grant(TOPIC, PREFIXED, topics.outboundPrefix(agency), READ),
    grant(TOPIC, PREFIXED, topics.outboundPrefix(agency), DESCRIBE),
    grant(GROUP, PREFIXED, `${agency}.`, READ),
    grant(TOPIC, LITERAL, topics.inbound(agency), WRITE),
    grant(TOPIC, LITERAL, topics.inbound(agency), DESCRIBE),
  ];
}

/** Finds whatever the agency's user holds anywhere on the broker. */
export function everyGrantOf(agency: string): AclFilter {
  return {
    resourceType: AclResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ANY,
    principal: principalOf(agency),
  };
}

const NAMES = ['resourceType', 'resourcePatternType', 'resourceName', 'operation', 'principal', 'host', 'permissionType'] as const;

export function isSame(one: Grant, other: Grant): boolean {
  return NAMES.every((name) => one[name] === other[name]);
}

const principalOf = (agency: string) => `User:${agency}`;
