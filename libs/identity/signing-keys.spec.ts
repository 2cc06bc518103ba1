import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSigningKeys, parseSigningKeys } from './index.js';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'keys-'))));
afterAll(() => rm(folder, { recursive: true }));

describe('the issuer\'s signing keys', () => {
  it('are made once, for the owner\'s eyes alone, and kept over a restart', async () => {
    const file = join(folder, 'home', 'issuer-keys.json');
    const made = await openSigningKeys(file);
    expect(await openSigningKeys(file)).toEqual(made);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'home'))).toEqual(['issuer-keys.json']);
  });

  it('are the same for processes that start at the same moment', async () => {
    const file = join(folder, 'race', 'issuer-keys.json');
    const all = await Promise.all(Array.from({ length: 8 }, () => openSigningKeys(file)));
    expect(new Set(all.map((keys) => keys.keys[0]!.kid)).size).toBe(1);
    expect(await readdir(join(folder, 'race'))).toEqual(['issuer-keys.json']);
  });

  it('are refused from a configuration that holds no private P-256 key', () => {
    const publicOnly = { keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }] };
    for (const set of [{}, { keys: [] }, publicOnly, { keys: [{ kty: 'oct', k: 'x' }] }]) {
      expect(() => parseSigningKeys(JSON.stringify(set))).toThrow(TypeError);
    }
  });
});
