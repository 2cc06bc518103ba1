import { describe, expect, it } from '@jest/globals';
import { IMPURE, INSIDE } from './floors.js';
import { IMPORTS } from './imports.js';
import { roomOf } from './sources.js';

/** Rooms of another build: they have no model, actions and stores. */
const OTHERWISE = ['apps', 'gateway', 'federation', 'subgraphs', 'importing', 'contracts', 'policy', 'identity', 'proofs'];

/** The door and the module put a room together: they may see all of it. */
const isAssembly = (path: string) => /^libs\/[a-z]+\/(?:index|[a-z-]+\.module)\.ts$/u.test(path);

function folderOf(path: string): string {
  const [, , folder, file] = path.split('/');
  return file === undefined ? 'top' : folder!;
}

const own = IMPORTS.filter(({ from, to }) => to !== null && roomOf(from) === roomOf(to) && !OTHERWISE.includes(roomOf(from)) && !isAssembly(from));

describe('inside a room', () => {
  it('graphql and kafka use actions, actions use model and postgres, postgres uses model', () => {
    const offences = own
      .filter(({ from, to }) => folderOf(from) !== folderOf(to!) && !(INSIDE[folderOf(from)] ?? []).includes(folderOf(to!)))
      .map(({ place, specifier, from }) => `${place} imports ${specifier}: ${folderOf(from)}/ may use only ${(INSIDE[folderOf(from)] ?? []).join(', ') || 'itself'}`);
    expect(offences).toEqual([]);
  });

  it('folders have the names that every room uses', () => {
    const names = new Set(own.map(({ from }) => folderOf(from)).filter((name) => !(name in INSIDE) && name !== 'generated'));
    expect([...names]).toEqual([]);
  });

  it('a model is pure: it waits for nothing, stores nothing, sends nothing', () => {
    const offences = IMPORTS
      .filter(({ from, specifier }) => from.includes('/model/') && IMPURE.some((pattern) => pattern.test(specifier)))
      .map(({ place, specifier }) => `${place} imports ${specifier}: give the model the value instead`);
    expect(offences).toEqual([]);
  });
});
