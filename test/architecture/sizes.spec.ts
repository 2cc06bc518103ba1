import { dirname } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from '@jest/globals';
import { each, isGenerated, isTest, placeOf, roomOf, SOURCES, WRITTEN, type Source } from './sources.js';

/** In lines, files and arguments. A budget that hurts is a sign that two things live in one place. */
const BUDGET = { file: 300, median: 60, method: 40, arguments: 5, folder: 12, room: 2_000 };

const written = SOURCES.filter(({ path }) => !isGenerated(path));
const code = written.filter(({ path }) => !isTest(path));
const linesOf = ({ text }: Source) => text.split('\n').length - 1;

function functions(source: Source): { place: string; name: string; lines: number }[] {
  const found: { place: string; name: string; lines: number }[] = [];
  each(source.tree, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return;
    const line = (at: number) => source.tree.getLineAndCharacterOfPosition(at).line;
    found.push({ place: placeOf(source, node), name: node.name?.getText() ?? 'a function without a name', lines: line(node.end) - line(node.getStart()) + 1 });
  });
  return found;
}

describe('sizes', () => {
  it(`a file has at most ${BUDGET.file} lines, tests too`, () => {
    expect(written.filter((source) => linesOf(source) > BUDGET.file).map((source) => `${source.path}: ${linesOf(source)} lines, split it`)).toEqual([]);
  });

  it(`half of the files have at most ${BUDGET.median} lines`, () => {
    const sizes = WRITTEN.map(linesOf).sort((a, b) => a - b);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(BUDGET.median);
  });

  it(`a function has at most ${BUDGET.method} lines`, () => {
    const offences = code.flatMap(functions).filter(({ lines }) => lines > BUDGET.method);
    expect(offences.map(({ place, name, lines }) => `${place} ${name}: ${lines} lines, take a step out of it`)).toEqual([]);
  });

  it(`a constructor has at most ${BUDGET.arguments} arguments`, () => {
    const offences: string[] = [];
    for (const source of code) {
      each(source.tree, (node) => {
        if (ts.isConstructorDeclaration(node) && node.parameters.length > BUDGET.arguments) {
          offences.push(`${placeOf(source, node)}: ${node.parameters.length} arguments; what belongs together is one object`);
        }
      });
    }
    expect(offences).toEqual([]);
  });

  it(`a folder of code has at most ${BUDGET.folder} files`, () => {
    const files = new Map<string, number>();
    for (const { path } of code) files.set(dirname(path), (files.get(dirname(path)) ?? 0) + 1);
    expect([...files].filter(([, count]) => count > BUDGET.folder).map(([folder, count]) => `${folder}: ${count} files, find the sub-rooms`)).toEqual([]);
  });

  it(`a room has at most ${BUDGET.room} lines`, () => {
    const rooms = new Map<string, number>();
    for (const source of WRITTEN) rooms.set(roomOf(source.path), (rooms.get(roomOf(source.path)) ?? 0) + linesOf(source));
    rooms.delete('apps'); // a row of deployables, not a room
    expect([...rooms].filter(([, lines]) => lines > BUDGET.room).map(([room, lines]) => `${room}: ${lines} lines, two rooms`)).toEqual([]);
  });
});
