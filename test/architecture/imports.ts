import { dirname, posix } from 'node:path';
import ts from 'typescript';
import { each, placeOf, PRODUCT, type Source } from './sources.js';

export interface Import {
  readonly from: string;
  /** `path:line`. */
  readonly place: string;
  /** As written. */
  readonly specifier: string;
  /** The file of the product that is meant, or null for a package. */
  readonly to: string | null;
}

/** Every way in which one file names another: import, export from, import(), import('…') as a type. Types count. */
export function importsOf(source: Source): Import[] {
  const found: Import[] = [];
  each(source.tree, (node) => {
    const specifier = specifierOf(node);
    if (specifier) found.push({ from: source.path, place: placeOf(source, node), specifier: specifier.text, to: target(source.path, specifier.text) });
  });
  return found;
}

function specifierOf(node: ts.Node): ts.StringLiteral | null {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) return node.moduleSpecifier as ts.StringLiteral;
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return node.argument.literal as ts.StringLiteral;
  const [first] = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword ? node.arguments : [];
  return first && ts.isStringLiteral(first) ? first : null;
}

function target(from: string, specifier: string): string | null {
  const room = /^#libs\/(.+)$/u.exec(specifier)?.[1];
  if (room !== undefined) return `libs/${room}/index.ts`;
  return specifier.startsWith('.') ? posix.normalize(`${dirname(from)}/${specifier}`).replace(/\.js$/u, '.ts') : null;
}

export const IMPORTS: readonly Import[] = PRODUCT.flatMap(importsOf);

/** Loops of files that import each other, each as `a → b → a`; Tarjan's strongly connected components. */
export function loops(imports: readonly Import[]): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) if (to) next.set(from, [...(next.get(from) ?? []), to]);
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[] = [];
  const visit = (file: string): void => {
    index.set(file, index.size);
    low.set(file, index.get(file)!);
    stack.push(file);
    for (const other of next.get(file) ?? []) {
      if (!index.has(other)) visit(other);
      if (stack.includes(other)) low.set(file, Math.min(low.get(file)!, low.get(other)!));
    }
    if (low.get(file) !== index.get(file)) return;
    const circle = stack.splice(stack.indexOf(file));
    if (circle.length > 1 || next.get(file)?.includes(file)) found.push([...circle, circle[0]].join(' → '));
  };
  for (const file of next.keys()) if (!index.has(file)) visit(file);
  return found;
}
