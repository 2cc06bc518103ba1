import { flag, integer, key, list, matching, oneOf, optional, secret, setting, text, url, urls } from './setting.js';

const web = url('http:', 'https:');

/**
 * Every setting of every process of the hub: the name in the code, then the environment variable, its
 * type, what holds without it, and what it is for. Add a line here and it is parsed, checked, typed
 * and in the help text.
 */
export const SETTINGS = {
  host: setting('HOST', text, '127.0.0.1', 'address on which HTTP is served'),
  port: setting('PORT', integer(0, 65_535), 4000, 'port of HTTP; 0 takes a free one'),
  publicUrl: optional('PUBLIC_URL', web, 'address under which callers reach the hub, when it is not http://localhost:PORT'),
  tlsCertificate: optional('TLS_CERTIFICATE', text, 'file with the hub\'s certificate chain (PEM): then HTTPS is served, and HTTP not'),
  tlsKey: optional('TLS_KEY', text, 'file with its private key (PEM)'),
  tlsClientCa: optional('TLS_CLIENT_CA', text, 'file with the authorities that issue clients\' certificates (PEM)'),
  proxySecret: secret('AMANAT_PROXY_SECRET', text, 'what a TLS-terminating proxy shows in Amanat-Proxy-Secret so that its Client-Cert header is believed'),
  bodyLimit: setting('BODY_LIMIT_BYTES', integer(1024, 64 * 1024 * 1024), 1024 * 1024, 'largest request or message body in bytes'),
  queryCost: setting('QUERY_COST_LIMIT', integer(100, 1_000_000_000), 1_000_000, 'most that one query may cost, in fields rendered; a record counts 10 and a sealed field 5'),
  queryTime: setting('QUERY_TIME_SECONDS', integer(1, 300), 30, 'how long an answer, or one statement of it, may take, in seconds'),
  allowedOrigins: setting('ALLOWED_ORIGINS', list, [], 'origins whose pages may ask from a browser, such as https://desk.example; the hub\'s own is always allowed'),

  operatorHost: setting('AMANAT_OPERATOR_HOST', text, '127.0.0.1', 'address of the operator\'s listener (metrics, health in detail); not for agencies'),
  operatorPort: setting('AMANAT_OPERATOR_PORT', integer(0, 65_535), 4100, 'its port; 0 takes a free one'),

  quotaRequests: setting('AMANAT_QUOTA_REQUESTS', integer(1, 10_000_000), 1_000, 'requests a second that one agency may make to one process'),
  quotaAtOnce: setting('AMANAT_QUOTA_AT_ONCE', integer(1, 1_000_000), 50, 'requests of one agency that one process answers at once'),
  quotaStreams: setting('AMANAT_QUOTA_STREAMS', integer(1, 1_000_000), 200, 'subscriptions and WebSockets that one agency may keep open at one process'),
  quotaSubmissions: setting('AMANAT_QUOTA_SUBMISSIONS', integer(1, 10_000_000), 500, 'documents a second that one agency may hand in to one process'),
  quotaTopicIn: setting('AMANAT_QUOTA_TOPIC_IN_BYTES', integer(1024, 2_147_483_647), 10 * 1024 * 1024, 'bytes a second that one agency may hand in at a broker'),
  quotaTopicOut: setting('AMANAT_QUOTA_TOPIC_OUT_BYTES', integer(1024, 2_147_483_647), 50 * 1024 * 1024, 'bytes a second that one agency may fetch at a broker'),

  databaseUrl: secret('DATABASE_URL', url('postgres:', 'postgresql:'), 'PostgreSQL, as a login that owns nothing and is a member of amanat_hub'),
  databaseOwnerUrl: secret('DATABASE_OWNER_URL', url('postgres:', 'postgresql:'), 'the same database as its owner, for bringing it up to this version and nothing else; makes the logins of the other URLs where there are none'),
  databaseJobsUrl: secret('DATABASE_JOBS_URL', url('postgres:', 'postgresql:'), 'the same database as the login that does what is due (reminders, expiries), a member of amanat_jobs and of nothing else; of the worker, and of a hub in one process'),
  databaseWatchUrl: secret('DATABASE_WATCH_URL', url('postgres:', 'postgresql:'), 'the same database as the login of the watch over look-ups, a member of amanat_watch and of nothing else; of the worker, and of a hub in one process'),
  migrate: setting('AMANAT_MIGRATE', flag, true, 'bring the database up to this version at the start, where its owner is known'),
  rollBack: setting('AMANAT_ROLL_BACK', flag, false, 'let this build take the place of a later one that has brought the database further, with the rules it had'),
  oneLogin: setting('AMANAT_ONE_LOGIN', flag, false, 'let the hub log in as the owner of its database, by DATABASE_URL alone: for a trial, never where data is real'),
  keysDatabaseUrl: secret('KEYS_DATABASE_URL', url('postgres:', 'postgresql:'), 'the key store: a PostgreSQL database of its own, outside the dumps of the other and with short backups, as a login that owns nothing'),
  keysDatabaseOwnerUrl: secret('KEYS_DATABASE_OWNER_URL', url('postgres:', 'postgresql:'), 'the key store as its owner, for bringing it up; makes the login of KEYS_DATABASE_URL where there is none'),
  databasePoolSize: setting('DATABASE_POOL_SIZE', integer(1, 1000), 10, 'connections to PostgreSQL of one process'),

  kafkaBrokers: setting('KAFKA_BROKERS', list, [], 'host:port of brokers; without any the hub runs on the pull feed'),
  kafkaUsername: optional('KAFKA_USERNAME', text, 'the hub\'s user at the broker (SCRAM-SHA-512)'),
  kafkaPassword: secret('KAFKA_PASSWORD', text, 'its password'),
  kafkaTls: setting('KAFKA_TLS', flag, false, 'speak TLS with the brokers'),
  kafkaUsersFile: optional('KAFKA_USERS_FILE', text, 'file {user: password} of the agencies\' logins, which the hub completes and makes at the broker (SCRAM); without it the broker knows its users by itself'),
  topicPrefix: setting('AMANAT_TOPIC_PREFIX', matching(/^[a-z][a-z0-9-]{0,30}$/, 'lower-case letters, digits and hyphens'), 'amanat', 'first part of every topic\'s name'),

  home: setting('AMANAT_HOME', text, '.amanat', 'folder for what the hub itself writes, such as the demo credentials'),
  demoWorld: setting('AMANAT_DEMO_WORLD', flag, false, 'load the invented agencies and records into an empty database'),

  subgraphs: setting('SUBGRAPHS', list, ['cases', 'alerts', 'directory'], 'subgraphs that this process serves'),
  subgraphUrls: setting('SUBGRAPH_URLS', urls, {}, 'where the gateway finds each subgraph; one that is not named runs in the gateway\'s own process'),
  internalKey: secret('AMANAT_INTERNAL_KEY', key(32), 'signs the caller between gateway and subgraphs'),
  internalKeyAlso: secret('AMANAT_INTERNAL_KEY_ALSO', key(32), 'a second such key that is believed and not signed with, while keys are changed'),

  masterKey: secret('AMANAT_MASTER_KEY', key(32), 'fingerprints, cursors and salts follow from it; without it one is made and kept in AMANAT_HOME'),
  wrappingKey: secret('AMANAT_WRAPPING_KEY', key(32), 'wraps the keys of the key store; without it one that follows from AMANAT_MASTER_KEY does'),
  wrappingKeyCommand: optional('AMANAT_WRAPPING_KEY_COMMAND', text, 'command that prints the wrapping key as Base64 in place of AMANAT_WRAPPING_KEY, such as one that has a KMS decrypt it; run once at the start'),
  wrappingKeyAlso: secret('AMANAT_WRAPPING_KEY_ALSO', key(32), 'the wrapping key before, believed until every key is wrapped anew (amanat rotate-keys)'),
  reviewGrace: setting('AMANAT_REVIEW_GRACE_DAYS', integer(0, 3650), 30, 'days after its review date in which a record may still be reviewed'),
  reviewMissed: setting('AMANAT_REVIEW_MISSED', oneOf('restrict', 'erase', 'tell'), 'restrict', 'what is done with a record that nobody reviewed in time; tell: no more than dueReviews says'),
  ledgerKey: secret('AMANAT_LEDGER_KEY', key(32), 'signs the checkpoints of the ledger (Ed25519 seed); without it one is made and kept in AMANAT_HOME'),
  ledgerName: setting('AMANAT_LEDGER_NAME', matching(/^[a-z0-9][a-z0-9.\/-]{2,80}$/, 'a name such as hub.example/ledger'), 'amanat.example/ledger', 'name of the log of seals, in every checkpoint'),
  ledgerInterval: setting('AMANAT_LEDGER_INTERVAL_MS', integer(50, 1000), 1000, 'milliseconds between two seals; a log keeps the one it was begun with'),
  ledgerBound: setting('AMANAT_LEDGER_BOUND_SECONDS', integer(2, 3600), 30, 'how long the hub answers while nothing is sealed, in seconds'),
  ledgerPeriod: setting('AMANAT_LEDGER_PERIOD', oneOf('month', 'year', 'day'), 'month', 'how long one tree of an agency is grown'),
  ledgerKeep: setting('AMANAT_LEDGER_KEEP_PERIODS', integer(1, 10_000), 120, 'how many whole periods of lines are kept'),

  issuerUrl: optional('ISSUER_URL', web, 'OpenID Connect issuer of the clients\' tokens; without it the hub issues its own'),
  issuerJwksUrl: optional('ISSUER_JWKS_URL', web, 'where that issuer publishes its keys, when its discovery document does not say'),
  issuerAudience: setting('ISSUER_AUDIENCE', text, 'amanat', 'audience that a token must name'),
  tokenLifetime: setting('TOKEN_LIFETIME_SECONDS', integer(60, 86_400), 900, 'how long a token of the local issuer holds, in seconds'),

  clientSecret: secret('AMANAT_CLIENT_SECRET', text, 'of the command line: the client\'s secret, in place of the credentials file\'s'),
  shutdownLimit: setting('SHUTDOWN_SECONDS', integer(1, 600), 20, 'how long a process may take to end, in seconds'),
} as const;
