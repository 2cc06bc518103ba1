import { validate } from '#libs/contracts';
import type { HandOver } from './import-run.js';

/** A dry run: what the contract says of each document. The hub, which also asks the law's rules, hears of none. */
export function handToContract(kind: string, now: Date): HandOver {
  return async (documents) => documents.map(({ document }) => {
    const issues = validate(kind, document, now);
    return issues.length ? { result: 'refused', issues } : { result: 'accepted' };
  });
}
