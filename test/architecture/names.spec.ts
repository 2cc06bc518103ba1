import { basename } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from '@jest/globals';
import { each, FILES, placeOf, PRODUCT, WRITTEN, type Source } from './sources.js';

/** Words that tell a reader nothing, as file, folder or the name of something exported. */
const EMPTY = ['shared', 'common', 'utils', 'util', 'helper', 'helpers', 'manager', 'base', 'data', 'info', 'impl', 'processor'];

const words = (name: string) => name.replace(/([a-z0-9])([A-Z])/gu, '$1-$2').toLowerCase().split(/[^a-z0-9]+/u);
const empty = (name: string) => words(name).find((word) => EMPTY.includes(word));
const kebab = (name: string) => words(name).join('-');

interface Exported {
  readonly name: string;
  readonly node: ts.Node;
  readonly isClass: boolean;
}

/** What a file declares and exports itself. */
function exportsOf(source: Source): Exported[] {
  const found: Exported[] = [];
  for (const statement of source.tree.statements) {
    const exported = ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!exported) continue;
    const declarations = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [statement as ts.DeclarationStatement];
    for (const declaration of declarations) {
      if (declaration.name && ts.isIdentifier(declaration.name)) found.push({ name: declaration.name.text, node: declaration, isClass: ts.isClassDeclaration(declaration) });
    }
  }
  return found;
}

describe('names', () => {
  it('files and folders are in kebab case, with a role behind a dot where they have one', () => {
    const offences = FILES
      .filter((path) => /^(?:apps|libs|schemas|test|deploy)\//u.test(path))
      .filter((path) => path.split('/').some((part) => !/^\.?[a-z0-9]+(?:[-.][a-z0-9]+)*$/u.test(part) && part !== 'README.md'));
    expect(offences).toEqual([]);
  });

  it('no file, folder or exported name is called by a word that says nothing', () => {
    const paths = FILES.filter((path) => /^(?:apps|libs|test|deploy|schemas)\//u.test(path) && path.split('/').some(empty));
    const exported = PRODUCT.flatMap((source) => exportsOf(source).filter(({ name }) => empty(name)).map(({ name, node }) => `${placeOf(source, node)} exports ${name}`));
    expect([...paths, ...exported].map((offence) => `${offence}: say what it is for`)).toEqual([]);
  });

  it('a file that exports a class is named for something that it exports', () => {
    const offences = WRITTEN.flatMap((source) => {
      const exported = exportsOf(source).map(({ name, isClass }) => ({ name: kebab(name.replace(/\d{13}$/u, '')), isClass }));
      const file = basename(source.path, '.ts').replace(/^\d{4}-/u, '').replaceAll('.', '-');
      const fits = !exported.some(({ isClass }) => isClass) || exported.some(({ name }) => name.endsWith(file) || file.endsWith(name));
      return fits ? [] : [`${source.path} exports ${exported.map(({ name }) => name).join(', ')}: name the file for one of them`];
    });
    expect(offences).toEqual([]);
  });

  it('nothing is typed any: what is unknown is checked first', () => {
    const offences: string[] = [];
    for (const source of WRITTEN) {
      each(source.tree, (node) => {
        if (node.kind === ts.SyntaxKind.AnyKeyword) offences.push(`${placeOf(source, node)}: write unknown, and ask what it is`);
      });
    }
    expect(offences).toEqual([]);
  });
});
