import { readFileSync } from 'node:fs';
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { CLASSES, purposesIn, type RecordClass } from '#libs/contracts';
import { CATEGORY } from '#libs/policy';
import type { Triple } from './triples.js';

const read = (file: string) => readFileSync(new URL(`../../schemas/policy/generated/${file}`, import.meta.url), 'utf8');

/** The generated Cedar text, as committed. */
export const CEDAR_POLICIES = read('policies.cedar');
export const CEDAR_SCHEMA = read('schema.cedarschema');

export const CLASS_CODES: readonly RecordClass[] = CLASSES.map(({ code }) => code);
let parsed = 0;

/** A referee that has read these policies: says whether Cedar lets this class of the record be seen. */
export function refereeOf(policies: string): (triple: Triple, classes?: readonly RecordClass[]) => number {
  const name = `policies-${parsed += 1}`;
  const answer = cedar.preparsePolicySet(name, { staticPolicies: policies });
  if (answer.type !== 'success') throw new Error(answer.errors.map(({ message }) => message).join('\n'));
  return (triple, classes = CLASS_CODES) => classes.reduce((mask, code) => (decide(name, triple, code) ? mask | bitOf(code) : mask), 0);
}

const bitOf = (code: RecordClass): number => 1 << CLASSES.find((entry) => entry.code === code)!.bit;

/** One decision. An error in a condition would pass for a rule that does not apply: here it fails the test. */
function decide(policySet: string, { record, audience, request }: Triple, code: RecordClass): boolean {
  const [principal, resource] = [{ type: 'Agency', id: 'asking' }, { type: 'Record', id: 'asked' }];
  const answer = cedar.statefulIsAuthorized({
    principal, resource, action: { type: 'Action', id: code }, preparsedPolicySetId: policySet,
    context: { ...request, purpose: purposesIn(request.purpose) },
    entities: [
      { uid: principal, attrs: { ...audience }, parents: [] },
      { uid: resource, attrs: { ...record, recipients: [...record.recipients], transfers: [...record.transfers], handling: [...record.handling],
        purposes: purposesIn(record.purposes), categories: Object.entries(CATEGORY).filter(([, bit]) => record.categories & bit).map(([name]) => name) }, parents: [] },
    ],
  });
  if (answer.type !== 'success') throw new Error(answer.errors.map(({ message }) => message).join('\n'));
  const { decision, diagnostics } = answer.response;
  if (diagnostics.errors.length > 0) throw new Error(diagnostics.errors.map(({ error }) => error.message).join('\n'));
  return decision === 'allow';
}

/** What Cedar finds wrong with policies held against a schema, strictly. */
export function problemsOf(policies: string, schema = CEDAR_SCHEMA): string[] {
  const answer = cedar.validate({ schema, policies: { staticPolicies: policies }, validationSettings: { mode: 'strict' } });
  if (answer.type !== 'success') return answer.errors.map(({ message }) => message);
  return [...answer.validationErrors, ...answer.validationWarnings].map(({ error }) => error.message);
}
