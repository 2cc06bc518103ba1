import { visibleClasses } from '../generated/rules.generated.js';
import type { RecordLabel, RequestLabel } from './labels.js';

/** An agency's own record that nothing is held against. */
const OWN: RecordLabel = {
  originator: '', regime: '', tlp: 0, recipients: [], transfers: [], purposes: 0, categories: 0, handling: [],
  restricted: false, state: 'active', eraseAt: Number.POSITIVE_INFINITY, referralConsent: true, onward: '',
};

/**
 * Mask of the classes that a request of this purpose, with or without an officer, can see of any record at all.
 * PostgreSQL works out the same (`disclosure.most_visible`); that nothing exceeds it, test/policy shows.
 */
export function mostVisible({ purpose, officer }: Pick<RequestLabel, 'purpose' | 'officer'>): number {
  return visibleClasses({ ...OWN, purposes: purpose }, { agency: '', type: '', regime: '' }, { purpose, officer, clearance: 0, now: 0 });
}
