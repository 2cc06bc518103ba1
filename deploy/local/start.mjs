/** `npm start`: everything that the hub needs, then the hub, on one machine. Ctrl-C ends all of it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startHub } from './hub.mjs';
import { codeIsStale, compile, installPackages, packagesAreStale } from './install.mjs';
import { ensureJars, whyNoKafka } from './kafka/jars.mjs';
import { startKafka } from './kafka/kafka.mjs';
import { HUB_USER } from './kafka/settings.mjs';
import { usersIn } from './kafka/users.mjs';
import { startPostgres } from './postgres/postgres.mjs';
import { ensureCertificates } from './tls/authority.mjs';
import { takeTurn } from './turn.mjs';
import { say, step } from './say.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const home = resolve(process.env.AMANAT_HOME || join(root, '.amanat'));
const opened = [];
let ending = null;

/** Ends in the reverse order of the starts: the hub, then what it uses. */
function end(code) {
  ending ??= (async () => {
    for (const { name, service } of opened.reverse()) {
      await service.stop();
      say(`${name} stopped`);
    }
    process.exit(code);
  })();
  return ending;
}

/** A service that began while we were told to end is ended too. */
async function open(name, starting) {
  const service = await starting;
  if (ending) {
    await service.stop();
    return service;
  }
  opened.push({ name, service });
  service.ended.then(() => {
    if (ending) return;
    say(`${name} ended by itself; its log is in ${home}`);
    void end(1);
  });
  return service;
}

async function database() {
  if (process.env.DATABASE_URL) return { variables: {}, told: 'PostgreSQL   the one of DATABASE_URL' };
  const { url, sessionUrl, jobsUrl, watchUrl, keysUrl, keysSessionUrl } = await step('Starting PostgreSQL', () => open('PostgreSQL', startPostgres(join(home, 'postgres'))));
  // For the operator's own commands (npx amanat documents): it holds a password.
  writeFileSync(join(home, 'database-url'), `${sessionUrl}\n`, { mode: 0o600 });
  return { variables: { DATABASE_URL: sessionUrl, DATABASE_JOBS_URL: jobsUrl, DATABASE_WATCH_URL: watchUrl, DATABASE_OWNER_URL: url, KEYS_DATABASE_URL: keysSessionUrl, KEYS_DATABASE_OWNER_URL: keysUrl }, told: `PostgreSQL   127.0.0.1:${new URL(url).port}, in ${join(home, 'postgres')}` };
}

/** The broker's part of the hub's environment: empty when there is none. */
async function events() {
  const { KAFKA_BROKERS } = process.env;
  if (KAFKA_BROKERS) return { told: `Kafka        ${KAFKA_BROKERS}`, variables: {} };
  const folder = join(home, 'kafka');
  const jars = join(folder, 'jars');
  const off = (why) => ({ told: `Kafka        off: ${why}; events are on the pull feed (deliveries)`, variables: {} });
  const missing = whyNoKafka(jars);
  if (missing) return off(missing);
  try {
    await step('Fetching Apache Kafka from Maven Central (about 45 MB, once)', (begin) => ensureJars(jars, begin), true);
  } catch (error) {
    say(error.message);
    return off('it could not be fetched');
  }
  const users = usersIn(join(folder, 'users.json'));
  const { brokers } = await step('Starting Apache Kafka', () => open('Kafka', startKafka(folder, users, { jars })));
  return {
    told: `Kafka        ${brokers} (SASL/SCRAM-SHA-512), users in ${join(folder, 'users.json')}`,
    variables: { KAFKA_BROKERS: brokers, KAFKA_USERNAME: HUB_USER, KAFKA_PASSWORD: users[HUB_USER], KAFKA_USERS_FILE: join(folder, 'users.json') },
  };
}

/** The demonstration's clients, by the register that the hub itself loads. */
function clients() {
  return JSON.parse(readFileSync(join(root, 'deploy/local/participants.json'), 'utf8')).clients.map(({ id }) => id);
}

async function main() {
  mkdirSync(home, { recursive: true });
  await takeTurn(join(home, 'start.pid'));
  if (packagesAreStale(root)) await step('Installing the packages (npm ci)', () => installPackages(root, home));
  const compiled = codeIsStale(root) ? step('Compiling', () => compile(root, home)) : Promise.resolve();
  const [postgres, kafka] = await Promise.all([database(), events(), compiled]);
  if (ending) return;
  const variables = { AMANAT_DEMO_WORLD: 'true', ...process.env, AMANAT_HOME: home, ...postgres.variables, ...kafka.variables };
  const tls = await ensureCertificates(join(home, 'tls'), clients());
  const hub = await startHub(root, home, variables, tls);
  await open('The hub', hub.service);
  await step('Starting the hub (the first time it also loads the demo world)', hub.ready);
  say(['', 'Amanat is on. Ctrl-C ends it.', '',
    `GraphQL      ${hub.url}/graphql`, `Tokens       ${hub.url}/oauth/token`, `Health       ${hub.url}/health/ready`, `Operator     ${hub.operatorUrl}/metrics, ${hub.operatorUrl}/health/ready`,
    postgres.told, kafka.told, `Credentials  ${join(home, 'credentials.json')} (the demo clients'), certificates in ${join(home, 'tls')}`, `Logs         ${home}`, ''].join('\n'));
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(0));
main().catch((error) => {
  if (ending) return;
  say(error.message);
  void end(1);
});
