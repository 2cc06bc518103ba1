import { checkedAttributes, isAttributeName, malformed, setAttribute } from './cloud-event-attributes.js';
import { decodeJson, decodeText } from './strict-text.js';

/** What a CloudEvents 1.0 message in Kafka consists of; attribute values are in their text form. */
export interface DecodedEvent {
  /** Among them always `specversion`, `id`, `source`, `type`; extensions stand beside them. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly data: Buffer | undefined;
}

export interface CloudEvent {
  /** Without `specversion`, which is always 1.0. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Undefined makes a tombstone. */
  readonly data: Buffer | undefined;
}

type HeaderValue = Buffer | string | readonly (Buffer | string)[] | undefined;

interface IncomingMessage {
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, HeaderValue>>;
}

const STRUCTURED = /^application\/cloudevents\+json\s*(;|$)/i;
const ANY_STRUCTURED = /^application\/cloudevents/i;
const JSON_TYPE = /^[^;]*[/+]json\s*(;|$)/i;

/** Headers and value of a message in binary mode (CloudEvents Kafka binding 1.0 §3.2). */
export function binaryMessage(event: CloudEvent): { headers: Record<string, string>; value: Buffer | null } {
  const attributes = checkedAttributes({ ...event.attributes, specversion: '1.0' });
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) {
    headers[name === 'datacontenttype' ? 'content-type' : `ce_${name}`] = value;
  }
  return { headers, value: event.data ?? null };
}

/**
 * Reads a message in binary or structured mode. Refuses with `CLOUDEVENT_MALFORMED`,
 * `UTF8_INVALID` or, in structured mode, `JSON_MALFORMED`; in binary mode the data is not looked at.
 */
export function decodeCloudEvent(message: IncomingMessage): DecodedEvent {
  const contentType = headerText(message.headers, 'content-type');
  if (contentType === undefined || !ANY_STRUCTURED.test(contentType)) return binary(message, contentType);
  if (!STRUCTURED.test(contentType)) throw malformed('content-type', 'Of the structured formats only application/cloudevents+json is read.');
  if (!message.value) throw malformed('', 'A structured event has no value.');
  return structured(decodeJson(message.value));
}

function binary({ headers, value }: IncomingMessage, contentType: string | undefined): DecodedEvent {
  const attributes: Record<string, string> = {};
  for (const header of Object.keys(headers)) {
    if (!header.startsWith('ce_')) continue;
    const text = headerText(headers, header);
    if (text !== undefined) setAttribute(attributes, header.slice('ce_'.length), text);
  }
  if (attributes['datacontenttype'] !== undefined) throw malformed('datacontenttype', 'In binary mode the content type is the header content-type.');
  if (contentType !== undefined) attributes['datacontenttype'] = contentType;
  return { attributes: checkedAttributes(attributes), data: value ?? undefined };
}

function headerText(headers: IncomingMessage['headers'], header: string): string | undefined {
  const value = headers[header];
  if (value === undefined || value === null) return undefined;
  const name = isAttributeName(header.replace(/^ce_/, '')) || header === 'content-type' ? header : 'headers';
  if (typeof value === 'string') return value;
  if (Buffer.isBuffer(value)) return decodeText(value, name);
  throw malformed(name, 'A header is given more than once.');
}

function structured(document: unknown): DecodedEvent {
  if (document === null || typeof document !== 'object' || Array.isArray(document)) {
    throw malformed('', 'A structured event is a JSON object.');
  }
  const { data, data_base64: base64, ...rest } = document as Record<string, unknown>;
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(rest)) {
    if (value !== null) setAttribute(attributes, name, attributeText(name, value));
  }
  const checked = checkedAttributes(attributes);
  if (data !== undefined && base64 !== undefined) throw malformed('data', 'An event has data or data_base64, not both.');
  return { attributes: checked, data: base64 === undefined ? dataBytes(data, checked['datacontenttype']) : base64Bytes(base64) };
}

function attributeText(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 0x8000_0000) return String(value);
  throw malformed(isAttributeName(name) ? name : '', 'An attribute is a text, a truth value or a 32-bit integer.');
}

/** JSON data as its bytes; data of another type stands in the document as a text. */
function dataBytes(data: unknown, contentType = 'application/json'): Buffer | undefined {
  if (data === undefined) return undefined;
  if (JSON_TYPE.test(contentType)) return Buffer.from(JSON.stringify(data));
  if (typeof data === 'string') return Buffer.from(data);
  throw malformed('data', 'Data that is not JSON is a text or data_base64.');
}

function base64Bytes(value: unknown): Buffer {
  const strict = typeof value === 'string' && /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value);
  if (!strict) throw malformed('data_base64', 'data_base64 is Base64 (RFC 4648 §4).');
  return Buffer.from(value, 'base64');
}

