import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { MAX_ISSUES } from './findings.js';
import { KINDS } from '../catalogue/kinds.js';
import type { FieldShape, TypeShape } from '../shapes.js';
import { validate } from './validate.js';

const NOW = new Date('2026-11-21T12:00:00Z');
/** What a JSON Schema does not say: it knows neither the code lists nor today, nor what is unsafe to read. */
const BEYOND = new Set(['CODE_UNKNOWN', 'TEXT_UNSAFE', 'DATE_IN_FUTURE', 'ERASURE_DATE_PAST', 'REFERENCE_DUPLICATE']);

const ANYTHING = [
  'Active', 'v1', 'v 2', 'FIA', '12.505', '12.12345', '2026-13-01', '2026-01-01 00:00', '0300', 'a@b', 'ftp://x.pk', 'x'.repeat(250),
  1, -1, 1.5, 91, true, ['fia'], [], ['x', 1], {}, { ref: 'v1' },
];

const FITTING: Readonly<Record<string, readonly unknown[]>> = {
  AGENCY: ['fia', 'de-bka'], AMOUNT: ['12.50', '1'], CNIC: ['35202-1234567-1'], COUNT: [0, 7], EMAIL: ['a@b.pk'], LATITUDE: [-90, 31.5], LONGITUDE: [180, 74.3],
  NAME: ['علی', 'Ali'], PHONE_E164: ['+923001234567'], REF: ['v1', 'FIA/2026:1'], SHA256: ['0'.repeat(64)], URL: ['https://x.pk/y'],
  UUID: ['01938f2e-7a1b-7c3d-8e4f-0123456789ab'], Date: ['2026-01-01'], DateTime: ['2026-01-01T00:00:00+05:00'], Boolean: [true], Int: [3], Float: [0.5],
  String: ['a text'], ID: ['v1'],
};

function documents(type: TypeShape): fc.Arbitrary<Record<string, unknown>> {
  const given = type.fields.filter(({ minted }) => !minted);
  const entries = given.map((field) => [field.name, field.required ? fieldValues(field) : seldom(2, fieldValues(field), fc.constant(undefined))]);
  return fc.record(Object.fromEntries(entries) as Record<string, fc.Arbitrary<unknown>>).map(dropUndefined);
}

const dropUndefined = (document: Record<string, unknown>) => Object.fromEntries(Object.entries(document).filter(([, value]) => value !== undefined));

const seldom = (outOf: number, rare: fc.Arbitrary<unknown>, often: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 1, arbitrary: rare }, { weight: outOf, arbitrary: often });

function fieldValues(field: FieldShape): fc.Arbitrary<unknown> {
  const one = field.object ? documents(field.object) : fc.constantFrom(...FITTING[field.format ?? field.type]!);
  const right = field.list ? fc.array(one, { minLength: field.required ? 1 : 0, maxLength: 2 }) : one;
  return seldom(60, fc.constantFrom<unknown>(...ANYTHING, undefined), right);
}

const load = (file: string) => JSON.parse(readFileSync(new URL(`../../../schemas/events/${file}`, import.meta.url), 'utf8')) as object;

function compiled(file: string) {
  const ajv = new Ajv.default({ strict: false, allErrors: true });
  formats.default(ajv);
  return ajv.compile(load(file));
}

describe('the published JSON Schemas', () => {
  it.each(Object.keys(KINDS))('say of a %s that is handed in what the hub says, but for code lists, dates of today and unsafe text', (kind) => {
    const passes = compiled(`${kind}.submission.v1.schema.json`);
    const outcomes = { pass: 0, fail: 0 };
    fc.assert(fc.property(documents(KINDS[kind]!.type), (document) => {
      const issues = validate(kind, document, NOW);
      if (issues.length >= MAX_ISSUES) return;
      const expected = issues.every(({ code }) => BEYOND.has(code));
      outcomes[expected ? 'pass' : 'fail'] += 1;
      expect([passes(document), passes.errors ?? issues]).toEqual([expected, passes.errors ?? issues]);
    }), { numRuns: 600 });
    expect(Math.min(outcomes.pass, outcomes.fail)).toBeGreaterThan(30);
  });

  it.each(Object.keys(KINDS))('do not know a sealed field in the event of a %s', (kind) => {
    const text = JSON.stringify(load(`${kind}.event.v1.schema.json`)).replaceAll(/"(?:withheld|sealed)":\{[^}]*\}[^}]*\}/gu, '');
    expect(text).not.toMatch(/"x-class":"(?:VICTIM|SUSPECT|WITNESS|SPECIAL)_/u);
  });
});
