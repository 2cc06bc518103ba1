import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { IMPORTS } from './imports.js';
import { ROOT, textOf } from './sources.js';

/** SPDX identifiers of licences under which everyone may use, change and offer what the hub is made of. */
const PERMISSIVE = ['MIT', 'MIT-0', 'Apache-2.0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'Unlicense', 'CC0-1.0', 'Python-2.0'];

interface Package {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly resolved?: string;
  readonly integrity?: string;
}

const lock = JSON.parse(textOf('package-lock.json')) as { packages: Record<string, Package> };
const own = JSON.parse(textOf('package.json')) as { dependencies: Record<string, string>; devDependencies: Record<string, string> };
const installed = Object.entries(lock.packages).filter(([path]) => path !== '');

/** As the package itself says; the old form with an object or a list of them included. */
function licenceOf(path: string, { license }: Package): string {
  try {
    const manifest = JSON.parse(readFileSync(join(ROOT, path, 'package.json'), 'utf8')) as { license?: unknown; licenses?: { type: string }[] };
    const said = manifest.license ?? manifest.licenses?.map(({ type }) => type).join(' OR ');
    return typeof said === 'object' && said !== null ? String((said as { type?: string }).type) : String(said ?? license);
  } catch {
    return license ?? 'none'; // for another platform: not installed here
  }
}

/** `(MIT OR GPL-2.0)` leaves the choice, `(MIT AND BSD-3-Clause)` does not. */
const isPermissive = (licence: string) =>
  licence.replace(/[()]/gu, '').split(' OR ').some((choice) => choice.split(' AND ').every((one) => PERMISSIVE.includes(one.trim())));

describe('packages', () => {
  it('what the hub is made of is under permissive licences', () => {
    const offences = installed
      .filter(([, entry]) => !entry.dev)
      .map(([path, entry]) => [path, licenceOf(path, entry)] as const)
      .filter(([, licence]) => !isPermissive(licence))
      .map(([path, licence]) => `${path.replace('node_modules/', '')} is ${licence}: take another package`);
    expect(offences).toEqual([]);
  });

  it('versions are exact, and the lockfile has a checksum for each and names no registry', () => {
    const versions = Object.entries({ ...own.dependencies, ...own.devDependencies });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/u.test(version))).toEqual([]);
    expect(installed.filter(([, { resolved }]) => resolved).map(([path]) => path)).toEqual([]);
    expect(installed.filter(([, { integrity }]) => !integrity).map(([path]) => path)).toEqual([]);
  });

  it('every package that the product imports is one that it declares', () => {
    const names = IMPORTS.filter(({ specifier }) => !/^(?:node:|\.|#)/u.test(specifier))
      .map(({ specifier, place }) => ({ place, name: specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/') }));
    expect(names.filter(({ name }) => !(name in own.dependencies)).map(({ place, name }) => `${place} imports ${name}`)).toEqual([]);
  });
});
