import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { COMMANDS } from '../../../apps/amanat/commands/index.js';
import { graphExits, REFERENCES } from './graph.js';

/**
 * Every exit that the hub has, as its own sources list them: the supergraph, the subgraphs' references,
 * the AsyncAPI file, the routes of its HTTP server and the table of commands.
 */
export function enumeratedExits(routes: readonly string[]): string[] {
  const { channels } = parse(readFileSync('schemas/events/asyncapi.yaml', 'utf8')) as { channels: Readonly<Record<string, unknown>> };
  return [
    ...graphExits(), 'introspection', 'errors', 'server-sent events', 'websocket', 'documents by id',
    ...REFERENCES.map(({ subgraph, type }) => `_entities ${subgraph}/${type}`),
    ...Object.keys(channels).map((channel) => `channel ${channel}`),
    ...routes,
    ...COMMANDS.map(({ name }) => `amanat ${name}`),
  ];
}
