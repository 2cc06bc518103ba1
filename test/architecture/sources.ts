import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Source {
  /** From the root of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

/** Every file that is or will be committed, as git sees it: not what is built, installed or kept by a run. */
export const FILES: readonly string[] = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  .split('\0').filter((path) => path !== '' && existsSync(join(ROOT, path))).sort();

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export const isTest = (path: string) => path.startsWith('test/') || path.endsWith('.spec.ts');
export const isGenerated = (path: string) => path.includes('.generated.') || path.includes('/generated/');

/** Code, parsed when asked for: TypeScript of the product and its tests, and the scripts around them. */
export const SOURCES: readonly Source[] = FILES
  .filter((path) => /\.(?:ts|mjs)$/u.test(path) && !path.endsWith('.d.mts'))
  .map((path) => {
    const text = textOf(path);
    let tree: ts.SourceFile | undefined;
    return { path, text, get tree() { return (tree ??= ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true)); } };
  });

/** What runs when the hub runs: no tests. */
export const PRODUCT = SOURCES.filter(({ path }) => /^(?:apps|libs)\/.*\.ts$/u.test(path) && !isTest(path));

/** The product without what is generated. */
export const WRITTEN = PRODUCT.filter(({ path }) => !isGenerated(path));

/** The room of a path: `libs/records/…` is of `records`, everything under apps of `apps`. */
export function roomOf(path: string): string {
  const [top, room] = path.split('/');
  return top === 'libs' ? room! : top!;
}

export function each(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => each(child, visit));
}

/** `path:line`, for a message. */
export function placeOf(source: Source, node: ts.Node): string {
  return `${source.path}:${source.tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
