/** `server.properties` of one loopback node that is broker and controller. */

/** Its own identity between broker and controller; nobody else knows the password. */
export const NODE_USER = 'node';
/** The hub: super-user of the broker. */
export const HUB_USER = 'hub';

const REPLICATION_ONE = {
  'offsets.topic.replication.factor': 1,
  'offsets.topic.num.partitions': 4,
  'transaction.state.log.replication.factor': 1,
  'transaction.state.log.min.isr': 1,
  'transaction.state.log.num.partitions': 4,
  'share.coordinator.state.topic.replication.factor': 1,
  'share.coordinator.state.topic.min.isr': 1,
};

const CLOSED = {
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'super.users': `User:${HUB_USER};User:${NODE_USER}`,
  'allow.everyone.if.no.acl.found': false,
  'auto.create.topics.enable': false,
  // PLAIN is for clients that cannot speak SCRAM with this broker: on loopback only, for the same users.
  'sasl.enabled.mechanisms': 'SCRAM-SHA-512,PLAIN',
  'sasl.mechanism.inter.broker.protocol': 'SCRAM-SHA-512',
  // SCRAM passwords lie in the metadata that the controller keeps, so it cannot use them itself.
  'sasl.mechanism.controller.protocol': 'PLAIN',
  'listener.name.controller.sasl.enabled.mechanisms': 'PLAIN',
};

/** Bodies above 2 MiB must reach the hub, which refuses them with a code and a reason. */
const SIZES = { 'message.max.bytes': 4 * 1024 * 1024, 'replica.fetch.max.bytes': 4 * 1024 * 1024 };

function places(folder, { client, controller }) {
  return {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    listeners: `CLIENT://127.0.0.1:${client},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `CLIENT://127.0.0.1:${client}`,
    'listener.security.protocol.map': 'CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT',
    'inter.broker.listener.name': 'CLIENT',
    'controller.listener.names': 'CONTROLLER',
    // Backslashes would be escapes in a properties file.
    'log.dirs': `${folder}/log`.replaceAll('\\', '/'),
  };
}

function logins(secret, users) {
  const login = (module, more = '') => `org.apache.kafka.common.security.${module} required username="${NODE_USER}" password="${secret}"${more};`;
  const known = Object.entries(users).map(([name, word]) => ` user_${name}="${word}"`).join('');
  return {
    'listener.name.controller.plain.sasl.jaas.config': login('plain.PlainLoginModule', ` user_${NODE_USER}="${secret}"`),
    'listener.name.client.scram-sha-512.sasl.jaas.config': login('scram.ScramLoginModule'),
    'listener.name.client.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required${known};`,
  };
}

/**
 * The file's text, for its owner's eyes only. `ports` = {client, controller}; `secret` = password of
 * the node itself; `users` = {name: password} of all others.
 */
export function serverProperties(folder, ports, secret, users) {
  const all = {
    ...places(folder, ports), ...CLOSED, ...logins(secret, users), ...REPLICATION_ONE, ...SIZES,
    'num.partitions': 1,
    'num.network.threads': 2,
    'num.io.threads': 4,
    'group.initial.rebalance.delay.ms': 0,
    // After a crash the broker may not register again before its former session is over.
    'broker.session.timeout.ms': 4000,
    'broker.heartbeat.interval.ms': 500,
  };
  return `${Object.entries(all).map(([name, value]) => `${name}=${value}`).join('\n')}\n`;
}
