import { readFileSync } from 'node:fs';
import Ajv, { type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parse } from 'yaml';

type Tree = Record<string, any>;

const EVENTS = new URL('../../schemas/events/', import.meta.url);

export const ASYNCAPI = parse(readFileSync(new URL('asyncapi.yaml', EVENTS), 'utf8')) as Tree;

export function schemaOf(file: string): Tree {
  return JSON.parse(readFileSync(new URL(file, EVENTS), 'utf8')) as Tree;
}

/** Readers must tolerate what a later version adds; the hub of today must send nothing that today's schema does not name. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  return 'properties' in copy && copy['type'] === 'object' && !('additionalProperties' in copy) ? { ...copy, additionalProperties: false } : copy;
}

/** `./case.event.v1.schema.json` → what the file says. */
function whole(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(whole);
  if (typeof node !== 'object' || node === null) return node;
  const { $ref } = node as { $ref?: string };
  if ($ref?.startsWith('./')) return { $ref: schemaOf($ref.slice(2))['$id'] };
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, whole(value)]));
}

const ajv = new Ajv.default({ strict: false, allErrors: true });
formats.default(ajv);
for (const kind of ['case', 'incident', 'alert']) {
  for (const file of [`${kind}.event.v1.schema.json`, `${kind}.submission.v1.schema.json`]) ajv.addSchema(closed(schemaOf(file)) as Tree);
}

for (const file of ['recall.event.v1.schema.json', 'recall.confirmation.v1.schema.json']) ajv.addSchema(closed(schemaOf(file)) as Tree);

export const isEvent = (kind: string): ValidateFunction => ajv.getSchema(`urn:amanat:schema:${kind}:v1`)!;
export const isRecall = (): ValidateFunction => ajv.getSchema('urn:amanat:schema:recall:v1')!;
export const isSubmission = (kind: string): ValidateFunction => ajv.getSchema(`urn:amanat:schema:${kind}:submission:v1`)!;

export interface ChannelMessage {
  readonly name: string;
  readonly headers: ValidateFunction;
  readonly payload: ValidateFunction;
}

export interface Channel {
  readonly name: string;
  /** Fits the topics of this channel and no others. */
  readonly pattern: RegExp;
  readonly messages: readonly ChannelMessage[];
}

const RESERVED = ['recalls', 'rejections', 'approvals', 'protection'];

export const CHANNELS: readonly Channel[] = Object.entries(ASYNCAPI['channels'] as Tree).map(([name, { address, messages }]) => ({
  name,
  pattern: new RegExp(`^${(address as string).replaceAll('.', '\\.').replace('{agency}', '[a-z-]+').replace('{stream}', `(?!(?:${RESERVED.join('|')})$)[a-z-]+`)}$`, 'u'),
  messages: Object.values(messages as Record<string, { $ref: string }>).map(({ $ref }) => {
    const message = ASYNCAPI['components'].messages[$ref.split('/').at(-1)!] as Tree;
    return { name: message['name'] as string, headers: ajv.compile(closed(withContentType(message['headers'])) as Tree), payload: ajv.compile(closed(whole(message['payload'])) as Tree) };
  }),
}));

/** AsyncAPI says it once for the whole message. */
function withContentType(headers: Tree): Tree {
  return { ...headers, properties: { 'content-type': { const: 'application/json' }, ...headers['properties'] } };
}
