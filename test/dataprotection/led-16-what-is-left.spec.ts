import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ALL_CLASSES, byClass, KINDS, merge, SEALED_CLASSES, split, type Part } from '#libs/contracts';
import { subjectId } from '#libs/records';
import { openWorld, type Tree, type World } from '../world/index.js';

const TYPE = KINDS['case']!.type;
const SEALED = new Set(SEALED_CLASSES.map(({ code }) => code));
const refs = fc.uniqueArray(fc.constantFrom('V1', 'V2', 'a/b', 'zwölf', '0', 'ref with, commas', '__proto__x'), { minLength: 1, maxLength: 5 });
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const victim = (ref: string) => fc.record({ ref: fc.constant(ref), gender: optional(fc.constant('Feminine')), means: optional(fc.constant(['Debt'])), traffickingStatus: optional(fc.constant('Formal')) });
const suspect = (ref: string) => fc.record({ ref: fc.constant(ref), roles: optional(fc.constant(['Recruiter'])), roleDetails: optional(fc.string({ maxLength: 12 })), standing: optional(fc.constant('wanted')) });
const documents = fc.tuple(refs, refs).chain(([victims, suspects]) => fc.record({
  summary: fc.string({ maxLength: 20 }), victims: fc.tuple(...victims.map(victim)), suspects: fc.tuple(...suspects.map(suspect)),
}));

let world: World;
beforeAll(async () => { world = await openWorld(); });
afterAll(() => world?.close());

/** What a document shows of its open classes. */
function shown(parts: readonly Part[]): unknown {
  return JSON.parse(JSON.stringify(merge(TYPE, byClass(parts), ALL_CLASSES)));
}

describe('a person who is taken out of what is stored', () => {
  it('leaves exactly the document that never named them, whatever they and the others are called', async () => {
    await fc.assert(fc.asyncProperty(documents, fc.nat(), async (document, chosen) => {
      const lists = ['victims', 'suspects'] as const;
      const list = lists[chosen % 2]!;
      const persons = document[list] as readonly Tree[];
      const ref = String(persons[chosen % persons.length]!['ref']);
      const open = [...split(TYPE, document as Tree, (code) => SEALED.has(code)).open];
      const rows = await world.rows<{ slice: Tree }>('select records.without_person(s, $2, $3) as slice from unnest($1::jsonb[]) with ordinality as o (s, place) order by place', [open.map(([, slice]) => JSON.stringify(slice)), list, ref]);
      const left = rows.map(({ slice }, place) => ({ class: open[place]![0], slice }));
      const without = { ...document, [list]: persons.filter((person) => person['ref'] !== ref) };
      const never = [...split(TYPE, without as Tree, (code) => SEALED.has(code)).open].map(([code, slice]) => ({ class: code, slice }));
      expect(shown(left)).toEqual(shown(never));
    }), { numRuns: 100 });
  });

  it('has the same name in PostgreSQL as in the process', async () => {
    await fc.assert(fc.asyncProperty(fc.uuid({ version: 7 }), fc.constantFrom('victims', 'suspects', 'witnesses'), fc.string({ unit: 'grapheme', maxLength: 20 }).filter((ref) => !ref.includes('\u0000')), async (record, list, ref) => {
      const [row] = await world.rows<{ id: string }>('select retention.subject_id($1, $2, $3) as id', [record, list, ref]);
      expect(row!.id).toBe(subjectId(record, list, ref));
    }), { numRuns: 50 });
  });
});
