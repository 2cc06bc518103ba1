import { AcknowledgeAlert } from '#libs/alerts';
import { Relay } from '#libs/delivery';
import { followStreams, provisionStreams } from '#libs/directory';
import type { Kafka } from '#libs/kafka';
import { Refusal } from '#libs/kernel';
import { faultOf, log, type Metrics } from '#libs/process';
import { AmendRecord, FindRecords, Intake, SubmitRecord, WithdrawRecord } from '#libs/records';
import type { House } from './house.js';

export interface Worker {
  /** Stops taking in and sending; what is under way is finished. */
  close(): Promise<void>;
}

/** What happens without being asked for: topics and rights made, deliveries sent, submissions taken from topics. */
export async function startWorker(house: House, kafka: Kafka, metrics: Metrics): Promise<Worker> {
  const admin = kafka.admin();
  const notMade = (error: unknown) => log('warn', 'topics-not-made', faultOf(error));
  await provisionStreams(house.directory, admin).catch(notMade); // a broker that is away is waited for: the API does without
  const stopFollowing = followStreams(house.directory, admin, notMade);
  const relay = new Relay(house.database, house.disclosure, house.directory, { producer: kafka.producer(), topics: kafka.topics });
  relay.start((error) => log('warn', 'relay-again', faultOf(error)));
  metrics.gauge('relay_sent', 'deliveries sent to topics since the start', [], () => relay.sent);
  const consumer = intakeOf(house, kafka).start();
  const close = async () => {
    await consumer.close();
    await relay.close();
    await stopFollowing();
  };
  return { close };
}

/** Which action takes which event (`schemas/events/asyncapi.yaml`). */
function intakeOf({ database, directory, keeping, disclosure }: House, kafka: Kafka): Intake {
  const intake = new Intake(database, directory, kafka, keeping.source.ids);
  const submit = new SubmitRecord(keeping);
  const amend = new AmendRecord(keeping, disclosure);
  const withdraw = new WithdrawRecord(keeping);
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
  intake.on('alert.acknowledged.v1', (caller, { data, key }) => {
    const { id } = fieldsOf(data, { id: 'string' });
    // Another agency's record: over its topic an agency knows no alert that its clients do not know over the API.
    return acknowledge.run({ ...caller, clearance: directory.clearanceOf(caller) }, { id: id as string, idempotencyKey: key });
  });
  return intake;
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
