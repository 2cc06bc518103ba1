import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { KINDS } from './kinds.js';
import type { TypeShape } from '../shapes.js';

interface Mapped { readonly htcds: string; readonly paths?: readonly string[]; readonly leftOut?: string }

const MAPPING = new URL('../../../schemas/codelists/htcds-mapping.json', import.meta.url);
const { fields } = JSON.parse(readFileSync(MAPPING, 'utf8')) as { fields: readonly Mapped[] };
const FIELDS_OF_THE_STANDARD = { org_: 10, prs_: 25, vic_: 16, per_: 3, cas_: 13, cco_: 1, hte_: 10, spl_: 5, con_: 1 };

function hasPath(type: TypeShape, path: string): boolean {
  const [step, ...rest] = path.split('.');
  const field = type.fields.find(({ name }) => name === step);
  if (!field) return false;
  return rest.length === 0 ? field.type !== 'object' : field.object !== undefined && hasPath(field.object, rest.join('.'));
}

describe('HTCDS 2.0 in the case', () => {
  it('all 84 fields of the standard are accounted for, each once', () => {
    const names = fields.map(({ htcds }) => htcds);
    expect(new Set(names).size).toBe(84);
    for (const [prefix, count] of Object.entries(FIELDS_OF_THE_STANDARD)) {
      expect([prefix, names.filter((name) => name.startsWith(prefix)).length]).toEqual([prefix, count]);
    }
  });

  it('every field lies at a path that the case has, or says why it was left out', () => {
    for (const { htcds, paths, leftOut } of fields) {
      const missing = (paths ?? []).filter((path) => !hasPath(KINDS.case!.type, path));
      expect([htcds, missing]).toEqual([htcds, []]);
      expect([htcds, Boolean(paths?.length) !== Boolean(leftOut)]).toEqual([htcds, true]);
    }
  });
});
