import { AcknowledgeAlert } from '#libs/alerts';
import { Reconciler, Relay } from '#libs/delivery';
import { Provisioning } from '#libs/directory';
import { Intake } from '#libs/intake';
import type { Kafka, UserSettings } from '#libs/kafka';
import { Refusal } from '#libs/kernel';
import { faultOf, log, type Environment, type Health, type Metrics } from '#libs/process';
import { ConfirmRecall } from '#libs/recalls';
import { AmendRecord, FindRecords, RectifyRecord, RestrictRecord, SubmitRecord, WithdrawRecord } from '#libs/records';
import { EraseRecord } from '#libs/retention';
import type { House } from './house.js';

/** Milliseconds until a new topic is read by the reconciler. */
const TOPICS_FOLLOWED_EVERY = 10_000;

/** Where the worker tells the operator how it does. */
export interface Watch {
  readonly metrics: Metrics;
  readonly health?: Health;
}

export interface Worker {
  /** Stops taking in and sending; what is under way is finished. */
  close(): Promise<void>;
}

/** Milliseconds that the broker may be behind the directory before the operator is told. */
const BEHIND = 1_000;

/** What happens without being asked for: users, topics and rights made, deliveries sent, submissions taken from topics. */
export async function startWorker(house: House, kafka: Kafka, watch: Watch, users?: UserSettings): Promise<Worker> {
  const { metrics, health } = watch;
  const notMade = (error: unknown) => log('warn', 'broker-not-in-line', faultOf(error));
  const provisioning = new Provisioning(house.directory, kafka.admin(), users ? kafka.users(users) : null, notMade);
  await provisioning.once().catch(notMade); // a broker that is away is waited for: the API does without
  provisioning.start();
  metrics.gauge('broker_behind_seconds', 'for how long the broker has not had what the directory says; 0 when it has', [], () => provisioning.behind() / 1000);
  health?.watch('broker', () => { if (provisioning.behind() > BEHIND) throw Object.assign(new Error(), { code: 'BROKER_BEHIND' }); });
  const relay = new Relay(house.database, house.disclosure, house.directory, { producer: kafka.producer(), topics: kafka.topics }, { ids: house.keeping.source.ids });
  relay.start((error) => log('warn', 'relay-again', faultOf(error)));
  metrics.gauge('relay_sent', 'deliveries sent to topics since the start', [], () => relay.sent);
  const reconciler = startReconciler(house, kafka, metrics);
  const consumer = intakeOf(house, kafka).start();
  const close = async () => {
    await consumer.close();
    await relay.close();
    await reconciler.close();
    await provisioning.close();
  };
  return { close };
}

function startReconciler(house: House, kafka: Kafka, metrics: Metrics): Reconciler {
  const reconciler = new Reconciler(house.database, kafka, (stray) => log('error', 'message-without-line', { ...stray }));
  reconciler.start(TOPICS_FOLLOWED_EVERY, (error) => log('warn', 'reconciler-again', faultOf(error)));
  metrics.gauge('messages_reconciled', 'messages on topics compared with the ledger since the start', [], () => reconciler.compared);
  metrics.gauge('messages_without_line', 'messages on topics that no ledger line accounts for, found since the start', [], () => reconciler.found);
  return reconciler;
}

/** The agencies' logins at the broker, by the settings. */
export function usersOf({ kafkaUsersFile: file, quotaTopicIn: inBytes, quotaTopicOut: outBytes }: Environment): UserSettings {
  return { file, quota: { inBytes, outBytes } };
}

/** Which action takes which event (`schemas/events/asyncapi.yaml`). */
function intakeOf({ database, directory, keeping, disclosure, quotas }: House, kafka: Kafka): Intake {
  const intake = new Intake(database, directory, kafka, keeping.source.ids, quotas);
  const submit = new SubmitRecord(keeping);
  const amend = new AmendRecord(keeping, disclosure);
  const withdraw = new WithdrawRecord(keeping);
  const erase = new EraseRecord(keeping);
  const acknowledge = new AcknowledgeAlert(keeping, new FindRecords(disclosure));
  intake.on('record.submitted.v1', (caller, { kind, data, key }) => submit.run(caller, { kind, document: data, idempotencyKey: key }));
  intake.on('record.amended.v1', (caller, { kind, data, key }) => {
    const { id, version, record } = fieldsOf(data, { id: 'string', version: 'number', record: 'object' });
    return amend.run(caller, { kind, id: id as string, version: version as number, document: record, idempotencyKey: key });
  });
  intake.on('record.withdrawn.v1', (caller, { kind, data, key }) => {
    const { id, version, reason } = fieldsOf(data, { id: 'string', version: 'number', reason: 'string' });
    return withdraw.run(caller, { kind, id: id as string, version: version as number, reason: reason as string, idempotencyKey: key });
  });
  correctionsOf(intake, keeping, amend);
  intake.on('record.erased.v1', (caller, { kind, data, key }) => {
    const { id, reason } = fieldsOf(data, { id: 'string', reason: 'string' });
    return erase.run(caller, { kind, id: id as string, reason: reason as string, idempotencyKey: key });
  });
  intake.on('alert.acknowledged.v1', (caller, { data, key }) => {
    const { id } = fieldsOf(data, { id: 'string' });
    // Another agency's record: over its topic an agency knows no alert that its clients do not know over the API.
    return acknowledge.run({ ...caller, clearance: directory.clearanceOf(caller) }, { id: id as string, idempotencyKey: key });
  });
  const confirm = new ConfirmRecall(database, keeping.source.clock);
  intake.on('recall.confirmed.v1', (caller, { data }) => {
    const { id, outcome, ...optional } = fieldsOf(data, { id: 'string', outcome: 'string' });
    const { legalBasis, doneAt } = optionalIn(optional, ['legalBasis', 'doneAt']);
    return confirm.run(caller, { id: id as string, outcome: outcome as string, legalBasis, doneAt });
  });
  return intake;
}

/** What was wrong, or may not be used for now. */
function correctionsOf(intake: Intake, keeping: House['keeping'], amend: AmendRecord): void {
  const rectify = new RectifyRecord(amend);
  const restrict = new RestrictRecord(keeping);
  intake.on('record.rectified.v1', (caller, { kind, data, key }) => {
    const { id, version, ground, record } = fieldsOf(data, { id: 'string', version: 'number', ground: 'string', record: 'object' });
    return rectify.run(caller, { kind, id: id as string, version: version as number, ground: ground as string, document: record, idempotencyKey: key });
  });
  intake.on('record.restricted.v1', (caller, { kind, data, key }) => {
    const { id, version, ground } = fieldsOf(data, { id: 'string', version: 'number', ground: 'string' });
    return restrict.run(caller, { kind, id: id as string, version: version as number, ground: ground as string, idempotencyKey: key });
  });
  intake.on('record.restriction-lifted.v1', (caller, { kind, data, key }) => {
    const { id, version } = fieldsOf(data, { id: 'string', version: 'number' });
    return restrict.lift(caller, { kind, id: id as string, version: version as number, idempotencyKey: key });
  });
}

/** @throws Refusal FIELD_TYPE: what may be left out is a text where it is there */
function optionalIn<Field extends string>(data: Readonly<Record<string, unknown>>, fields: readonly Field[]): Record<Field, string | null> {
  return Object.fromEntries(fields.map((field) => {
    const value = data[field] ?? null;
    if (value !== null && typeof value !== 'string') throw Refusal.because('FIELD_TYPE', field, 'schemas/events', 'This field is a string.');
    return [field, value];
  })) as Record<Field, string | null>;
}

/** @throws Refusal FIELD_REQUIRED or FIELD_TYPE */
function fieldsOf(data: unknown, types: Readonly<Record<string, string>>): Record<string, unknown> {
  const given = (typeof data === 'object' && data !== null ? data : {}) as Record<string, unknown>;
  for (const [field, type] of Object.entries(types)) {
    const value = given[field];
    if (value === undefined || value === null) throw Refusal.because('FIELD_REQUIRED', field, 'schemas/events', 'The event lacks this field.');
    if (typeof value !== type) throw Refusal.because('FIELD_TYPE', field, 'schemas/events', `This field is a ${type}.`);
  }
  return given;
}
