import { createErrorFromCode } from 'kafkajs/src/protocol/error.js';
import kafkajs from 'kafkajs';
import { askOf, alterClientQuotas, alterScramUsers, brokerAt, type BrokerLogin, type LineRequest } from '#libs/kafka';
import Encoder from 'kafkajs/src/protocol/encoder.js';

const { AclOperationTypes: OPERATION, AclPermissionTypes: PERMISSION, AclResourceTypes: RESOURCE, ConfigResourceTypes: CONFIG, ResourcePatternTypes: PATTERN } = kafkajs;

/** A connection that sends single requests of Kafka's protocol, past all that a well-behaved client checks first. */
export type Attacker = ReturnType<typeof brokerAt> & { readonly agency: string } & Readonly<Record<Request, (asked: any, more?: any) => Promise<any>>>;

/** Requests that kafkajs knows, one method each. */
type Request = 'metadata' | 'fetch' | 'listOffsets' | 'produce' | 'offsetCommit' | 'offsetFetch' | 'createTopics' | 'createPartitions' | 'deleteTopics' | 'deleteRecords'
  | 'describeConfigs' | 'alterConfigs' | 'findGroupCoordinator' | 'joinGroup' | 'syncGroup' | 'heartbeat' | 'leaveGroup' | 'describeGroups' | 'deleteGroups' | 'listGroups'
  | 'initProducerId' | 'addOffsetsToTxn' | 'txnOffsetCommit' | 'endTxn' | 'describeAcls' | 'createAcls' | 'deleteAcls' | 'listPartitionReassignments' | 'alterPartitionReassignments';

/** A connection with this login; not yet open. */
export function attackerWith(address: string, login: BrokerLogin, agency = String(login.username)): Attacker {
  return Object.assign(brokerAt(address, login), { agency }) as unknown as Attacker;
}

export type Attempt<Target> = (attacker: Attacker, target: Target) => Promise<unknown>;

const producer = { producerId: 1, producerEpoch: 0 };
const partitions = [{ partition: 0, fetchOffset: '0', timestamp: '-1', maxBytes: 1_000_000, offset: '0', metadata: '' }];
const message = { key: Buffer.from('k'), value: Buffer.from('forged'), headers: {}, timestamp: '1' };

/** What may be tried on a topic by name. */
export const ON_TOPICS: Readonly<Record<string, Attempt<string>>> = {
  'metadata of one topic': (attacker, topic) => attacker.metadata([topic]),
  fetch: (attacker, topic) => attacker.fetch({ replicaId: -1, isolationLevel: 0, maxWaitTime: 1, topics: [{ topic, partitions }] }),
  'list offsets': (attacker, topic) => attacker.listOffsets({ replicaId: -1, isolationLevel: 0, topics: [{ topic, partitions }] }),
  produce: (attacker, topic) => attacker.produce({ topicData: [{ topic, partitions: [{ partition: 0, firstSequence: 0, messages: [message] }] }], timeout: 5_000 }),
  'commit offsets in the own group': (attacker, topic) => attacker.offsetCommit({ groupId: `${attacker.agency}.x`, groupGenerationId: -1, memberId: '', retentionTime: -1, topics: [{ topic, partitions }] }),
  'create with this name': (attacker, topic) => attacker.createTopics({ topics: [{ topic, numPartitions: 1, replicationFactor: 1 }] }),
  'create partitions': (attacker, topic) => attacker.createPartitions({ topicPartitions: [{ topic, count: 2 }] }),
  'describe configuration': (attacker, topic) => attacker.describeConfigs({ resources: [{ type: CONFIG.TOPIC, name: topic, configNames: [] }] }),
  'alter configuration': (attacker, topic) => attacker.alterConfigs({ resources: [{ type: CONFIG.TOPIC, name: topic, configEntries: [{ name: 'retention.ms', value: '1' }] }] }),
  'delete records': (attacker, topic) => attacker.deleteRecords({ topics: [{ topic, partitions }] }),
  'delete the topic': (attacker, topic) => attacker.deleteTopics({ topics: [topic] }),
};

/** What may be tried on a consumer group. */
export const ON_GROUPS: Readonly<Record<string, Attempt<string>>> = {
  'find the coordinator': (attacker, groupId) => attacker.findGroupCoordinator({ groupId, coordinatorType: 0 }),
  join: (attacker, groupId) => attacker.joinGroup({ groupId, sessionTimeout: 10_000, rebalanceTimeout: 10_000, groupProtocols: [{ name: 'x', metadata: Buffer.alloc(0) }] }),
  sync: (attacker, groupId) => attacker.syncGroup({ groupId, generationId: 1, memberId: 'x', groupAssignment: [] }),
  heartbeat: (attacker, groupId) => attacker.heartbeat({ groupId, groupGenerationId: 1, memberId: 'x' }),
  leave: (attacker, groupId) => attacker.leaveGroup({ groupId, memberId: 'x' }),
  describe: (attacker, groupId) => attacker.describeGroups({ groupIds: [groupId] }),
  'fetch offsets': (attacker, groupId) => attacker.offsetFetch({ groupId, topics: [{ topic: 'x', partitions }] }),
  'commit offsets': (attacker, groupId) => attacker.offsetCommit({ groupId, groupGenerationId: -1, memberId: '', retentionTime: -1, topics: [{ topic: 'x', partitions }] }),
  'delete the group': (attacker, groupId) => attacker.deleteGroups([groupId]),
};

/** What may be tried on a transactional id; the hub's own relay has none, and no agency may have one. */
export const ON_TRANSACTIONS: Readonly<Record<string, Attempt<string>>> = {
  'find the coordinator': (attacker, id) => attacker.findGroupCoordinator({ groupId: id, coordinatorType: 1 }),
  begin: (attacker, transactionalId) => attacker.initProducerId({ transactionalId, transactionTimeout: 10_000 }),
  'add offsets': (attacker, transactionalId) => attacker.addOffsetsToTxn({ transactionalId, ...producer, groupId: `${attacker.agency}.x` }),
  'commit offsets': (attacker, transactionalId) => attacker.txnOffsetCommit({ transactionalId, ...producer, groupId: `${attacker.agency}.x`, topics: [{ topic: 'x', partitions }] }),
  end: (attacker, transactionalId) => attacker.endTxn({ transactionalId, ...producer, transactionResult: true }),
};

const anyGrant = { resourceType: RESOURCE.ANY, resourceName: null, resourcePatternType: PATTERN.ANY, principal: null, host: null, operation: OPERATION.ANY, permissionType: PERMISSION.ANY };

/** What only an administrator may do; the target is the topic prefix. */
export const ON_THE_CLUSTER: Readonly<Record<string, Attempt<string>>> = {
  'describe permissions': (attacker) => attacker.describeAcls(anyGrant),
  'grant itself everything': (attacker, prefix) => attacker.createAcls({ acl: [{
    resourceType: RESOURCE.TOPIC, resourceName: prefix, resourcePatternType: PATTERN.PREFIXED, principal: `User:${attacker.agency}`, host: '*',
    operation: OPERATION.ALL, permissionType: PERMISSION.ALLOW,
  }] }),
  'delete permissions': (attacker) => attacker.deleteAcls({ filters: [anyGrant] }),
  'describe the broker\'s configuration': (attacker) => attacker.describeConfigs({ resources: [{ type: CONFIG.BROKER, name: '1', configNames: [] }] }),
  'alter the broker\'s configuration': (attacker) => attacker.alterConfigs({ resources: [{ type: CONFIG.BROKER, name: '1', configEntries: [{ name: 'log.retention.ms', value: '1' }] }] }),
  'list reassignments': (attacker) => attacker.listPartitionReassignments({ topics: null }),
  'reassign partitions': (attacker, prefix) => attacker.alterPartitionReassignments({ topics: [{ topic: `${prefix}.from.fia`, partitionAssignment: [{ partition: 0, replicas: [1] }] }] }),
  'describe users': (attacker) => askOf(attacker, DESCRIBE_USERS),
  'make a user': (attacker) => askOf(attacker, alterScramUsers(new Map([['hub', 'mine']]), [])),
  'delete a user': (attacker) => askOf(attacker, alterScramUsers(new Map(), ['hub'])),
  'lift its quota': (attacker) => askOf(attacker, alterClientQuotas([attacker.agency], { inBytes: 1e9, outBytes: 1e9 })),
};

const DESCRIBE_USERS: LineRequest<void> = {
  key: 50, version: 0, name: 'DescribeUserScramCredentials',
  body: () => new Encoder().writeUVarInt(0).writeUVarIntArray([new Encoder().writeUVarIntString('hub').writeUVarInt(0)]).writeUVarInt(0),
  read: (answer) => {
    answer.readTaggedFields();
    answer.readInt32();
    const code = answer.readInt16();
    if (code !== 0) throw createErrorFromCode(code);
  },
};

/** The broker's own name for its refusal; `DONE` when it did what it was asked. */
export async function outcomeOf(attempt: Promise<unknown>): Promise<string> {
  try {
    const code = refusedIn(await attempt);
    return code === 0 ? 'DONE' : createErrorFromCode(code).type;
  } catch (error) {
    return typeOf(error as Fault);
  }
}

/** kafkajs packs the errors of several topics or partitions into one. */
interface Fault extends Error {
  readonly type?: string;
  readonly errors?: readonly Fault[];
  readonly partitions?: readonly { readonly error: Fault }[];
}

function typeOf({ type, errors, partitions, name, message }: Fault): string {
  const inside = errors?.[0] ?? partitions?.[0]?.error;
  return type ?? (inside ? typeOf(inside) : `${name}: ${message}`);
}

/** Some answers carry their code inside, and kafkajs leaves it to its callers. */
function refusedIn(answer: unknown): number {
  if (typeof answer !== 'object' || answer === null || Buffer.isBuffer(answer)) return 0;
  const { errorCode } = answer as { errorCode?: number };
  if (errorCode) return errorCode;
  return Object.values(answer).map(refusedIn).find((code) => code !== 0) ?? 0;
}
