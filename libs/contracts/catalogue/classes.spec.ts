import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ALL_CLASSES, CLASSES, classesIn, maskOf, OPEN_CLASSES, SEALED_CLASSES } from './classes.js';
import type { RecordClass } from '../shapes.js';

describe('sets of classes', () => {
  it('are masks that lose nothing on the way there and back', () => {
    fc.assert(fc.property(fc.subarray(CLASSES.map(({ code }) => code)), (codes) => expect(classesIn(maskOf(...codes))).toEqual(codes)));
  });

  it('open and sealed classes share none and leave none out', () => {
    const mask = (entries: readonly { code: RecordClass }[]) => maskOf(...entries.map(({ code }) => code));
    expect(mask(OPEN_CLASSES) & mask(SEALED_CLASSES)).toBe(0);
    expect(mask(OPEN_CLASSES) | mask(SEALED_CLASSES)).toBe(ALL_CLASSES);
  });

  it('never take a word that is no class for an empty set', () => expect(() => maskOf('VICTIM' as RecordClass)).toThrow(TypeError));
});
