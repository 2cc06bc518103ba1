import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Refusal } from '#libs/kernel';
import { binaryMessage, decodeCloudEvent } from './cloud-event.js';

const CLEAN = /^[^\u0000-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]+$/u;
const text = fc.string({ minLength: 1, maxLength: 40, unit: 'binary' }).filter((value) => CLEAN.test(value) && !/\p{Cs}/u.test(value) && noNonCharacter(value));
const uri = fc.webUrl();
const attributes = fc.record(
  { id: text, source: uri, type: text, subject: text, kind: text, time: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31') }).map((at) => at.toISOString()) },
  { requiredKeys: ['id', 'source', 'type'] },
);

function noNonCharacter(value: string): boolean {
  return [...value].every((character) => (character.codePointAt(0)! & 0xfffe) !== 0xfffe);
}

const asReceived = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Buffer.from(value)]));

function codeOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof Refusal) return `${error.code} ${error.issues[0].field}`.trim();
    throw error;
  }
  return 'read';
}

const structured = (document: unknown) => ({
  value: Buffer.from(typeof document === 'string' ? document : JSON.stringify(document)),
  headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' },
});
const HEADERS = { ce_specversion: '1.0', ce_id: '1', ce_source: 'urn:amanat:agency:fia', ce_type: 'record.submitted.v1' };
const DOCUMENT = { specversion: '1.0', id: '1', source: 'urn:amanat:agency:fia', type: 'record.submitted.v1' };

describe('CloudEvents in Kafka', () => {
  it('what is written in binary mode is read back unchanged', () => {
    fc.assert(fc.property(attributes, fc.option(fc.uint8Array(), { nil: undefined }), (given, bytes) => {
      const data = bytes && Buffer.from(bytes);
      const { headers, value } = binaryMessage({ attributes: { ...given, datacontenttype: 'application/json' }, data });
      const read = decodeCloudEvent({ headers: asReceived(headers), value });
      expect(read.attributes).toEqual({ ...given, specversion: '1.0', datacontenttype: 'application/json' });
      expect(read.data).toEqual(data);
    }));
  });

  it('binary and structured mode say the same', () => {
    fc.assert(fc.property(attributes, fc.jsonValue(), (given, json) => {
      const binary = binaryMessage({ attributes: { ...given, datacontenttype: 'application/json' }, data: Buffer.from(JSON.stringify(json)) });
      const one = decodeCloudEvent({ headers: binary.headers, value: binary.value });
      const other = decodeCloudEvent(structured({ ...given, specversion: '1.0', datacontenttype: 'application/json', data: json }));
      expect(other.attributes).toEqual(one.attributes);
      expect(JSON.parse(String(other.data))).toEqual(JSON.parse(String(one.data)));
    }));
  });

  it('any bytes at all are read or refused with a code, never thrown at the reader', () => {
    fc.assert(fc.property(fc.uint8Array(), fc.boolean(), (bytes, asStructured) => {
      const message = asStructured ? { ...structured(''), value: Buffer.from(bytes) } : { headers: { ce_id: Buffer.from(bytes) }, value: null };
      expect(codeOf(() => decodeCloudEvent(message))).toMatch(/^(read|CLOUDEVENT_MALFORMED|UTF8_INVALID|JSON_MALFORMED)/);
    }));
  });

  it('reads data that is not JSON, and data in Base64', () => {
    expect(String(decodeCloudEvent(structured({ ...DOCUMENT, datacontenttype: 'text/plain', data: 'لاہور' })).data)).toBe('لاہور');
    expect(String(decodeCloudEvent(structured({ ...DOCUMENT, data_base64: 'eHl6' })).data)).toBe('xyz');
    expect(decodeCloudEvent(structured(DOCUMENT)).data).toBeUndefined();
    expect(decodeCloudEvent({ headers: HEADERS, value: null }).data).toBeUndefined();
  });

  it('reads truth values and small integers as attributes of a structured event', () => {
    expect(decodeCloudEvent(structured({ ...DOCUMENT, kind: 'case', number: 7, true1: true })).attributes)
      .toMatchObject({ kind: 'case', number: '7', true1: 'true' });
  });

  it.each([
    ['without an id', { ...HEADERS, ce_id: undefined }, 'CLOUDEVENT_MALFORMED id'],
    ['with an empty type', { ...HEADERS, ce_type: '' }, 'CLOUDEVENT_MALFORMED type'],
    ['of another version', { ...HEADERS, ce_specversion: '0.3' }, 'CLOUDEVENT_MALFORMED specversion'],
    ['with a header given twice', { ...HEADERS, ce_id: ['1', '2'] }, 'CLOUDEVENT_MALFORMED ce_id'],
    ['with a name that is no attribute', { ...HEADERS, 'ce_Case-Ref': 'x' }, 'CLOUDEVENT_MALFORMED'],
    ['with the name __proto__', { ...HEADERS, ce___proto__: 'x' }, 'CLOUDEVENT_MALFORMED'],
    ['with a control character', { ...HEADERS, ce_subject: 'a\u0000b' }, 'CLOUDEVENT_MALFORMED subject'],
    ['with a source that is no URI', { ...HEADERS, ce_source: 'the agency' }, 'CLOUDEVENT_MALFORMED source'],
    ['with a time that is none', { ...HEADERS, ce_time: '2026-13-01T00:00:00Z' }, 'CLOUDEVENT_MALFORMED time'],
    ['with broken UTF-8', { ...HEADERS, ce_subject: Buffer.from([0xc3, 0x28]) }, 'UTF8_INVALID ce_subject'],
    ['as a batch', { 'content-type': 'application/cloudevents-batch+json' }, 'CLOUDEVENT_MALFORMED content-type'],
  ])('refuses an event %s', (_, headers, code) => {
    expect(codeOf(() => decodeCloudEvent({ headers, value: Buffer.from('{}') }))).toBe(code);
  });

  it.each([
    ['that is no JSON', structured('{"id":'), 'JSON_MALFORMED'],
    ['that begins with a byte order mark', structured('\ufeff{}'), 'JSON_MALFORMED'],
    ['in broken UTF-8', { ...structured(''), value: Buffer.from([0x22, 0xff, 0x22]) }, 'UTF8_INVALID'],
    ['that is a list', structured([DOCUMENT]), 'CLOUDEVENT_MALFORMED'],
    ['with an object as attribute', structured({ ...DOCUMENT, kind: {} }), 'CLOUDEVENT_MALFORMED kind'],
    ['with data twice', structured({ ...DOCUMENT, data: 1, data_base64: '' }), 'CLOUDEVENT_MALFORMED data'],
    ['with Base64 that is none', structured({ ...DOCUMENT, data_base64: '***' }), 'CLOUDEVENT_MALFORMED data_base64'],
    ['without a value', { ...structured(''), value: null }, 'CLOUDEVENT_MALFORMED'],
  ])('refuses a structured event %s', (_, message, code) => {
    expect(codeOf(() => decodeCloudEvent(message))).toBe(code);
  });
});
