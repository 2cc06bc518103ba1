import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { ERRORS, isErrorCode } from './errors.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** Where a code is named when something is refused. */
const REFUSALS = /(?:because\(|findings\.add\(|\bcode: )\s*'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)'/gu;

const isSource = (path: string) => /\.(?:ts|mjs)$/u.test(path) && !/\.(?:spec|generated)\.ts$/u.test(path);

function sources(folder: string): string[] {
  return readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter(isSource)
    .map((path) => readFileSync(`${ROOT}${folder}/${path}`, 'utf8'));
}

const code = [...sources('libs'), ...sources('apps')].join('\n');
const sdl = readFileSync(`${ROOT}schemas/graphql/record.graphql`, 'utf8');

describe('the catalogue of errors', () => {
  it('holds every code that the hub refuses with', () => {
    const thrown = [...code.matchAll(REFUSALS)].map(([, found]) => found!);
    expect(thrown.length).toBeGreaterThan(20);
    expect([...new Set(thrown)].filter((found) => !isErrorCode(found))).toEqual([]);
  });

  it('holds no code that nothing refuses with', () => {
    expect(Object.keys(ERRORS).filter((known) => !code.includes(`'${known}'`) && !sdl.includes(`"${known}"`))).toEqual([]);
  });

  it('gives every code a status between 400 and 599 and a sentence', () => {
    for (const { code: name, status, title } of Object.values(ERRORS)) {
      expect([name, status >= 400 && status < 600, title.length > 10]).toEqual([name, true, true]);
    }
  });
});
