import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Refusal } from '#libs/kernel';
import type { Mapping } from './mapping.js';

const KNOWN = new Set(['title', 'kind', 'source', 'empty', 'leftOut', 'lookups', 'parameters', 'tables', 'conditions', 'document', 'notes']);

/**
 * A mapping from its file; its name is the file's. The template is checked when it is compiled.
 * @throws Refusal MAPPING_INVALID
 */
export async function readMapping(file: string): Promise<Mapping> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw invalid('', `the file ${basename(file)} cannot be read`);
  }
  return parseMapping(basename(file).replace(/\.json$/u, ''), text);
}

/** @throws Refusal MAPPING_INVALID */
export function parseMapping(name: string, text: string): Mapping {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    throw invalid('', `not JSON: ${(error as Error).message}`);
  }
  if (!isObject(given)) throw invalid('', 'a mapping is a JSON object');
  for (const key of Object.keys(given)) if (!KNOWN.has(key)) throw invalid(key, `unknown; a mapping has ${[...KNOWN].join(', ')}`);
  if (typeof given['title'] !== 'string') throw invalid('title', 'a mapping has a title');
  if (typeof given['kind'] !== 'string') throw invalid('kind', 'a mapping names the kind of its documents, or "any"');
  if (!isObject(given['document'])) throw invalid('document', 'a mapping has a document');
  const parts = Object.fromEntries(['source', 'leftOut', 'lookups', 'parameters', 'tables', 'conditions'].map((part) => [part, objectOr(given, part)]));
  const mapping = { name, title: given['title'], kind: given['kind'], empty: texts(given, 'empty'), document: given['document'], ...parts } as unknown as Mapping;
  checkReasons(mapping);
  return mapping;
}

/** @throws Refusal MAPPING_INVALID for a place in the mapping, such as `document.victims[0].gender` */
export function invalid(field: string, message: string): Refusal {
  return Refusal.because('MAPPING_INVALID', field, 'schemas/mappings/README.md', field ? `In ${field}: ${message}.` : `The mapping: ${message}.`);
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function objectOr(given: Record<string, unknown>, part: string): object {
  const value = given[part] ?? {};
  if (!isObject(value)) throw invalid(part, 'must be an object');
  return value;
}

function texts(given: Record<string, unknown>, part: string): readonly string[] {
  const value = given[part] ?? [];
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) throw invalid(part, 'must be a list of texts');
  return value as string[];
}

function checkReasons({ leftOut, lookups }: Mapping): void {
  for (const [column, reason] of Object.entries(leftOut)) {
    if (typeof reason !== 'string' || reason.trim() === '') throw invalid(`leftOut.${column}`, 'say why the column is left out');
  }
  for (const [name, lookup] of Object.entries(lookups)) {
    if (!isObject(lookup) || typeof lookup['file'] !== 'string') throw invalid(`lookups.${name}`, 'a lookup has a file');
  }
}
