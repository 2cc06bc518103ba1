import { CLASSES, type RecordClass } from '#libs/contracts';
import { RULES } from '../generated/explain.generated.js';
import type { AudienceLabel, RecordLabel, RequestLabel } from './labels.js';

/** Why one class is shown or hidden. */
export interface ClassExplanation {
  readonly class: RecordClass;
  readonly visible: boolean;
  /** Ids of rules, in the order of the table. */
  readonly permittedBy: readonly string[];
  readonly forbiddenBy: readonly string[];
}

/** For each class, the rules that open and shut it; visible when one opens and none shuts. */
export function explainClasses(record: RecordLabel, audience: AudienceLabel, request: RequestLabel): ClassExplanation[] {
  const matching = RULES.filter((rule) => rule.applies(record, audience, request));
  return CLASSES.map(({ code, bit }) => {
    const touching = matching.filter((rule) => (rule.classes & (1 << bit)) !== 0);
    const permittedBy = touching.filter((rule) => rule.effect === 'permit').map((rule) => rule.id);
    const forbiddenBy = touching.filter((rule) => rule.effect === 'forbid').map((rule) => rule.id);
    return { class: code, visible: permittedBy.length > 0 && forbiddenBy.length === 0, permittedBy, forbiddenBy };
  });
}
