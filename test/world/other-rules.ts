import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { policyFiles, ruleTable, type RuleTable } from '../../schemas/generate/policy.mjs';

/** The product built a second time, from a rule table that differs. */
export interface Build {
  /** Where it lies; `startProcess` and `startHub` take it. */
  readonly folder: string;
  /** Of its rule table. */
  readonly hash: string;
  remove(): void;
}

/** Made as the first was: the generator writes TypeScript and SQL from the table, the compiler does the rest. Nothing else differs. */
export function buildWith(change: (table: RuleTable) => RuleTable): Build {
  const folder = mkdtempSync(join(tmpdir(), 'amanat-build-'));
  for (const name of ['dist/apps', 'dist/libs', 'schemas', 'deploy', 'package.json']) cpSync(name, join(folder, name), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  const sources = Object.entries(policyFiles(change(ruleTable()))).filter(([path]) => path.endsWith('.ts'));
  for (const [path, text] of sources) write(join(folder, 'dist', path.replace(/ts$/u, 'js')), compiled(text));
  const hash = /POLICY_HASH = '(\w+)'/u.exec(sources.map(([, text]) => text).join())![1]!;
  return { folder, hash, remove: () => rmSync(folder, { recursive: true }) };
}

/** The table with the classes of one rule changed. */
export function withClasses(id: string, change: (classes: readonly string[]) => readonly string[]): (table: RuleTable) => RuleTable {
  return (table) => ({
    ...table, rules: table.rules.map((rule) => (rule.id === id && rule.classes !== '*' ? { ...rule, classes: change(rule.classes) } : rule)),
  });
}

function compiled(text: string): string {
  const { module, target } = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
  return ts.transpileModule(text, { compilerOptions: { module, target } }).outputText;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
