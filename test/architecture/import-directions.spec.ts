import { describe, expect, it } from '@jest/globals';
import { FLOORS, floorOf, ONLY } from './floors.js';
import { IMPORTS, loops, type Import } from './imports.js';
import { PRODUCT, roomOf } from './sources.js';

const between = IMPORTS.filter(({ from, to }) => to !== null && roomOf(from) !== roomOf(to));
const offence = ({ place, specifier }: Import, remedy: string) => `${place} imports ${specifier}: ${remedy}`;

describe('rooms and who may import whom', () => {
  it('every room stands on a floor, and every floor has its rooms', () => {
    const rooms = new Set(PRODUCT.map(({ path }) => roomOf(path)));
    expect([...rooms].sort()).toEqual(FLOORS.flat().sort());
  });

  it('imports run downwards only, types included', () => {
    const offences = between
      .filter(({ from, to }) => floorOf(roomOf(to!)) <= floorOf(roomOf(from)))
      .map((one) => offence(one, 'that room stands no lower. Move the code, or let the two meet in a GraphQL entity or an event.'));
    expect(offences).toEqual([]);
  });

  it('rooms that must work alone import only what is listed for them', () => {
    const offences = between
      .filter(({ from, to }) => !(ONLY[roomOf(from)] ?? [roomOf(to!)]).includes(roomOf(to!)))
      .map((one) => offence(one, `${roomOf(one.from)} may import only ${ONLY[roomOf(one.from)]!.join(', ') || 'nothing'}.`));
    expect(offences).toEqual([]);
  });

  it('another room is entered by its one door', () => {
    const offences = between
      .filter(({ specifier }) => !/^#libs\/[a-z]+$/u.test(specifier))
      .map((one) => offence(one, `write '#libs/${roomOf(one.to!)}', and export there what is to be used outside.`));
    expect(offences).toEqual([]);
  });

  it('inside a room nobody goes out by the door and in again', () => {
    const offences = IMPORTS
      .filter(({ from, to }) => to === `libs/${roomOf(from)}/index.ts`)
      .map((one) => offence(one, 'import the file that you mean, not your own index.'));
    expect(offences).toEqual([]);
  });

  it('a relative import names a file that is there, and ends in .js', () => {
    const files = new Set(PRODUCT.map(({ path }) => path));
    const offences = IMPORTS.filter(({ to }) => to !== null && !files.has(to)).map((one) => offence(one, 'there is no such file.'));
    expect(offences).toEqual([]);
  });

  it('no files import each other in a circle', () => {
    expect(loops(IMPORTS)).toEqual([]);
  });
});

describe('the search for circles', () => {
  const arrow = (from: string, to: string): Import => ({ from, to, place: from, specifier: to });

  it('finds a circle of three and one of one, and no circle in a diamond', () => {
    expect(loops([arrow('a', 'b'), arrow('b', 'c'), arrow('c', 'a'), arrow('d', 'd')])).toEqual(['a → b → c → a', 'd → d']);
    expect(loops([arrow('a', 'b'), arrow('a', 'c'), arrow('b', 'd'), arrow('c', 'd')])).toEqual([]);
  });
});
