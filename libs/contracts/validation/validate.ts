import type { Issue } from '#libs/kernel';
import type { ErrorCode } from '../catalogue/errors.js';
import { Findings } from './findings.js';
import { KINDS } from '../catalogue/kinds.js';
import type { FieldShape, TypeShape } from '../shapes.js';
import { scalarCheck, type ValueCheck } from './value-checks.js';

interface FieldCheck {
  readonly name: string;
  readonly check: ValueCheck;
  readonly missing?: (findings: Findings) => void;
}

const compiled = new Map<string, ValueCheck>();

/**
 * Everything the SDL asks of a document handed in as this kind: known fields, required ones, types,
 * codes, formats, lengths, safe text, dates. Pure; codes and their aliases both pass.
 * @param today the moment of the check
 * @returns at most 50 issues, each with path and rule, never with a value; empty when it passes
 * @throws TypeError when there is no such kind
 */
export function validate(kind: string, document: unknown, today: Date): Issue[] {
  const shape = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (!shape) throw new TypeError('no such kind');
  const findings = new Findings(today);
  if (!isObject(document)) findings.add('INPUT_INVALID', `schemas/events/${kind}.submission.v1.schema.json`);
  else objectCheck(shape.type)(document, findings, document);
  return findings.issues;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function objectCheck(type: TypeShape): ValueCheck {
  const known = compiled.get(type.name);
  if (known) return known;
  const accepted = type.fields.filter((field) => !field.minted);
  const names = new Set(accepted.map((field) => field.name));
  const checks = accepted.map((field) => fieldCheck(type, field));
  const check: ValueCheck = (value, findings) => {
    if (!isObject(value)) return findings.add('FIELD_TYPE', `type ${type.name}`);
    for (const name of Object.keys(value)) if (!names.has(name)) unknownField(type, name, findings);
    for (const one of checks) checkField(one, value, findings);
  };
  compiled.set(type.name, check);
  return check;
}

/** A name that could not be a field's is not repeated: it may be anything. */
function unknownField(type: TypeShape, name: string, findings: Findings): void {
  const shown = /^[A-Za-z_]\w{0,63}$/u.test(name) ? name : '?';
  findings.within(shown, () => findings.add('FIELD_UNKNOWN', `type ${type.name}`));
}

function checkField({ name, check, missing }: FieldCheck, parent: Record<string, unknown>, findings: Findings): void {
  if (findings.full) return;
  const value = Object.hasOwn(parent, name) ? parent[name] : undefined;
  if (value !== undefined && value !== null) findings.within(name, () => check(value, findings, parent));
  else if (missing) findings.within(name, () => missing(findings));
}

function fieldCheck(type: TypeShape, field: FieldShape): FieldCheck {
  const one = field.object ? objectCheck(field.object) : scalarCheck(field);
  if (!field.required) return { name: field.name, check: field.list ? listCheck(field, one) : one };
  const missing = (findings: Findings) =>
    findings.add((field.requiredCode as ErrorCode | undefined) ?? 'FIELD_REQUIRED', field.requiredCode ? undefined : `${type.name}.${field.name}`);
  const check: ValueCheck = field.list ? listCheck(field, one, missing) : notBlank(one, missing);
  return { name: field.name, check, missing };
}

const notBlank = (check: ValueCheck, missing: (findings: Findings) => void): ValueCheck => (value, findings, parent) =>
  typeof value === 'string' && value.trim() === '' ? missing(findings) : check(value, findings, parent);

function listCheck(field: FieldShape, one: ValueCheck, missing?: (findings: Findings) => void): ValueCheck {
  const most = field.maxItems!;
  const named = field.object?.fields.some(({ name }) => name === 'ref') ?? false;
  return (value, findings, parent) => {
    if (!Array.isArray(value)) return findings.add('FIELD_TYPE', 'a list');
    if (value.length > most) return findings.add('TOO_MANY', `at most ${most} items`);
    if (value.length === 0 && missing && !field.mayBeEmpty) return missing(findings);
    for (let index = 0; index < value.length && !findings.full; index++) {
      findings.within(index, () => one(value[index], findings, parent));
    }
    if (named) uniqueRefs(value, findings);
  };
}

/** Items of one list are told apart by their `ref`; keys of sealed classes hang on it. */
function uniqueRefs(items: readonly unknown[], findings: Findings): void {
  const seen = new Set<unknown>();
  items.forEach((item, index) => {
    const ref = isObject(item) ? item['ref'] : undefined;
    if (ref === undefined || ref === null) return;
    if (seen.has(ref)) findings.within(index, () => findings.within('ref', () => findings.add('REFERENCE_DUPLICATE', 'a ref is unique in its list')));
    seen.add(ref);
  });
}
