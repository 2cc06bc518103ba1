import { KINDS, normalise, validate, type KindShape } from '#libs/contracts';
import { Refusal, type Clock } from '#libs/kernel';
import type { Envelope } from '#libs/keys';
import type { AudienceLabel, RecordLabel } from '#libs/policy';
import type { Kinds } from './kinds.js';
import { complete, labelOf, type CompleteDocument } from './label.js';
import { sliced, type Sliced } from './sealing.js';
import { dateIssues } from './time-limits.js';

/** A document that passed every check, taken apart and labelled, but of no version yet. */
export interface Prepared {
  readonly shape: KindShape;
  readonly document: CompleteDocument;
  readonly label: RecordLabel;
  readonly slices: Sliced;
}

/** @throws Refusal with every issue found, naming field and rule */
export function prepare(
  kinds: Kinds, envelope: Envelope, clock: Clock,
  input: { id: string; kind: string; document: unknown; originator: AudienceLabel },
): Prepared {
  const shape = KINDS[input.kind];
  if (!shape || !kinds.has(input.kind)) throw Refusal.because('EVENT_TYPE_UNKNOWN', 'kind', 'schemas/graphql', 'There is no such kind.');
  const schemaIssues = validate(input.kind, input.document, clock.now());
  if (schemaIssues.length > 0) throw Refusal.of(schemaIssues);
  const given = normalise(input.kind, input.document) as Record<string, unknown>;
  const issues = kinds.check(input.kind, given, clock.now());
  if (issues.length > 0) throw Refusal.of(issues);
  const document = complete(given, input.originator.regime);
  const disorder = dateIssues(document);
  if (disorder.length > 0) throw Refusal.of(disorder);
  return { shape, document, label: labelOf(document, input.originator.agency), slices: sliced(shape, document, input.id, envelope) };
}
