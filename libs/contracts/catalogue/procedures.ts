import { PROCEDURE_ENTRIES } from '../generated/procedures.generated.js';
import type { Procedure } from './procedure.js';

export type { Procedure };

export const PROCEDURES: ReadonlyMap<string, Procedure> = new Map(PROCEDURE_ENTRIES.map((entry) => [entry.code, entry]));

/** @throws TypeError when there is none of this code */
export function procedureOf(code: string): Procedure {
  const procedure = PROCEDURES.get(code);
  if (!procedure) throw new TypeError(`no procedure ${code}`);
  return procedure;
}
