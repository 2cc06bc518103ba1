import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Topics } from '#libs/kafka';
import { alertDocument, caseDocument, incidentDocument } from '../world/index.js';
import { ASYNCAPI, CHANNELS, isSubmission } from './channels.js';

const topics = new Topics();
const every = topics.plansFor('de-bka', [{ name: 'records', compacted: true }, { name: 'alerts', compacted: false }]).map(({ topic }) => topic);

describe('asyncapi.yaml', () => {
  it('knows every topic that the hub makes, each in one channel, and no channel without a topic', () => {
    const channelsOf = (topic: string) => CHANNELS.filter(({ pattern }) => pattern.test(topic)).map(({ name }) => name);
    expect(Object.fromEntries(every.map((topic) => [topic, channelsOf(topic)]))).toEqual({
      'amanat.to.de-bka.records': ['stream'], 'amanat.to.de-bka.alerts': ['stream'], 'amanat.to.de-bka.recalls': ['recalls'],
      'amanat.to.de-bka.rejections': ['rejections'], 'amanat.to.de-bka.approvals': ['approvals'], 'amanat.to.de-bka.protection': ['protection'], 'amanat.from.de-bka': ['submissions'],
    });
    expect(new Set(every.flatMap(channelsOf))).toEqual(new Set(CHANNELS.map(({ name }) => name)));
  });

  it('points at nothing that is not there', () => {
    const references = [...JSON.stringify(ASYNCAPI).matchAll(/"\$ref":"([^"]+)"/gu)].map(([, reference]) => reference!);
    const at = (path: string) => path.slice(2).split('/').reduce<any>((node, key) => node?.[key], ASYNCAPI);
    expect(references.length).toBeGreaterThan(10);
    expect(references.filter((one) => (one.startsWith('#') ? at(one) === undefined : !existsSync(new URL(`../../schemas/events/${one}`, import.meta.url))))).toEqual([]);
  });

  it('sends and receives on every channel, in one direction each', () => {
    const operations = Object.values(ASYNCAPI['operations'] as Record<string, { action: string; channel: { $ref: string } }>);
    expect(operations.map(({ action, channel }) => `${action} ${channel.$ref.split('/').at(-1)}`).sort())
      .toEqual(['receive submissions', 'send approvals', 'send protection', 'send recalls', 'send rejections', 'send stream']);
  });
});

describe('the submission schemas', () => {
  it.each([['case', caseDocument()], ['incident', incidentDocument()], ['alert', alertDocument()]])('take the %s with which the journeys begin', (kind, document) => {
    const valid = isSubmission(kind);
    expect([valid(document), valid.errors]).toEqual([true, null]);
  });

  it.each(['case', 'incident', 'alert'])('refuse a %s that claims an id of its own', (kind) => {
    const documents = { case: caseDocument(), incident: incidentDocument(), alert: alertDocument() };
    expect(isSubmission(kind)({ ...documents[kind as 'case'], id: 'x' })).toBe(false);
  });
});
