import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { People, Tree } from './ground.js';

/** Records of one agency that are alike: how many, from which template, and what becomes of some of them. */
export interface Pattern {
  readonly agency: string;
  readonly kind: 'case' | 'incident' | 'alert';
  readonly count: number;
  readonly document: Tree;
  readonly acknowledgedBy?: readonly string[];
  readonly amend?: { readonly every: number; readonly with: Tree };
  readonly withdraw?: { readonly every: number; readonly reason: string };
}

export interface DemoWorld {
  readonly people: People;
  readonly tables: Readonly<Record<string, readonly unknown[]>>;
  readonly fragments: Tree;
  readonly patterns: readonly Pattern[];
}

export async function readDemoWorld(folder = demoFolder()): Promise<DemoWorld> {
  const files = (await readdir(join(folder, 'agencies'))).filter((file) => file.endsWith('.json')).sort();
  const agencies = await Promise.all(files.map((file) => read<{ agency: string; patterns: Omit<Pattern, 'agency'>[] }>(join(folder, 'agencies', file))));
  const [people, places, texts, fragments] = await Promise.all(
    ['people', 'places', 'texts', 'fragments'].map((name) => read<Record<string, readonly unknown[]>>(join(folder, `${name}.json`))));
  return {
    people: people as unknown as People, fragments: fragments!, tables: { ...tablesOf('places', places!), ...tablesOf('texts', texts!) },
    patterns: agencies.flatMap(({ agency, patterns }) => patterns.map((pattern) => ({ ...pattern, agency }))),
  };
}

/** Above this file or, compiled, above `dist`. */
function demoFolder(folder = dirname(fileURLToPath(import.meta.url))): string {
  const found = join(folder, 'deploy/local/demo-world');
  if (existsSync(found) || folder === dirname(folder)) return found;
  return demoFolder(dirname(folder));
}

async function read<Content>(file: string): Promise<Content> {
  return JSON.parse(await readFile(file, 'utf8')) as Content;
}

function tablesOf(name: string, tables: Record<string, readonly unknown[]>): Record<string, readonly unknown[]> {
  return Object.fromEntries(Object.entries(tables).map(([key, rows]) => [`${name}.${key}`, rows]));
}
